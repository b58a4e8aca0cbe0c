# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# shellcheck disable=SC2154,SC2034 # of service.sh, which reads and sets these
# The C service, samples/windows-service-c: see service.sh.

c_name=LinkportEchoTest
c_port=0 # where it listens; of the last start that went well
c_queued=8000000 # bytes that no socket buffer holds, so that most of them wait in the service

service_prepare() {
    need_tools native windows demo
    {
        cmake -B build/win64 -G Ninja --toolchain native/cmake/mingw-w64.cmake
        cmake --build build/win64 --target linkport-echo-service
    } >"$service_work/build.log" 2>&1 || { tail -n 40 "$service_work/build.log" && return 1; }
    client_build
    # A blank in the path, as in "Program Files": what is not quoted does not start.
    c_folder="$service_work/the program"
    c_exe="$c_folder/linkport-echo-service.exe"
    c_conf="$c_folder/echo.conf"
    mkdir "$c_folder"
    cp build/win64/linkport-echo-service.exe build/win64/linkport.dll "$c_folder"
    service_manager
    # Of a run that was cut short.
    windows sc delete "$c_name" || true
    windows sc delete "${c_name}Second" || true
}

c_program() { windows "$c_exe" "$@"; }

# c_configure LINE...: what the next start reads.
c_configure() { printf '%s\n' 'address = 127.0.0.1' 'max_queued_bytes = 16000000' "$@" >"$c_conf"; }

c_install() { c_program install --name "$c_name" --config "$(windows_path "$c_conf")"; }

# Sets c_port once the service runs.
c_start() {
    events_mark
    windows sc start "$c_name" || { cat "$service_work/out" && return 1; }
    service_await "$c_name" RUNNING || return 1
    events_await '^trace 127\.0\.0\.1:[0-9]+, linkport ' || return 1
    c_port="$(events_since | sed -nE 's/^trace 127\.0\.0\.1:([0-9]+), linkport .*/\1/p')"
}

c_stop() {
    windows sc stop "$c_name" || { cat "$service_work/out" && return 1; }
    service_await "$c_name" STOPPED
}

# status_is STATE WIN32 SPECIFIC
status_is() {
    service_query "$c_name"
    same "$*" "$service_state $service_exit $service_specific"
}

# exits_with STATUS COMMAND [ARGUMENT...]: of windows, whose output shows in a failed check.
exits_with() {
    local wanted="$1" status=0
    shift
    "$@" || status=$?
    cat "$service_work/out"
    same "$wanted" $status
}

gone() { service_process_gone "$(basename "$c_exe")"; }

c_registry() {
    windows reg query "$1" /v "$2" && grep -E "^ +$2 " "$service_work/out" | sed -E 's/^ +[^ ]+ +[A-Z_]+ +//'
}

c_service_key="HKLM\\SYSTEM\\CurrentControlSet\\Services\\$c_name"
c_source_key="HKLM\\SYSTEM\\CurrentControlSet\\Services\\EventLog\\Application\\$c_name"

c_usage_tests() {
    check "no command: usage" exits_with 2 c_program
    check "an unknown command: usage" exits_with 2 c_program start
    check "an unknown option: usage" exits_with 2 c_program install --port 7
    check "an option without a value: usage" exits_with 2 c_program install --name
    check "a name that is no name: usage" exits_with 2 c_program install --name 'a/b'
    check "not from the service control manager: says so" exits_with 1 c_program service --name "$c_name"
    check "... and what to do" holds 'on a console: run' "$service_work/out"
    rm -f "$c_conf"
    check "install without a configuration file: refused" exits_with 1 c_install
    check "... by its name" holds 'echo\.conf: cannot be read: .*\(2\)' "$service_work/out"
    c_configure 'tcp_port = 65536'
    check "install with a bad configuration: refused" exits_with 1 c_install
    check "... with file, line, what was asked, what is permitted" \
        holds "echo\\.conf:3: tcp_port is '65536'; permitted: 0 to 65535" "$service_work/out"
    check "... and nothing is installed" same ABSENT "$(service_state "$c_name")"
    check "uninstall of what is not installed: refused" exits_with 5 c_program uninstall --name "$c_name"
}

# The configuration that comes with it, beside the program, where it is looked for.
c_example_tests() {
    local example="$c_folder/linkport-echo-service.conf"
    cp samples/windows-service-c/linkport-echo-service.conf "$example"
    check "install with the example configuration" exits_with 0 c_program install --name "$c_name"
    check "... which the service is given" holds 'linkport-echo-service\.conf"$' \
        <(c_registry "$c_service_key" ImagePath)
    check "uninstall" exits_with 0 c_program uninstall --name "$c_name"
    sed -i -E 's/^# ([a-z_]+ = [0-9]+) .*/\1/' "$example"
    check "the example shows every key" same 10 "$(grep -cE '^[a-z_]+ = ' "$example")"
    check "... as it may stand there" exits_with 0 c_program install --name "$c_name"
    check "uninstall again" exits_with 0 c_program uninstall --name "$c_name"
}

c_install_tests() {
    c_configure 'tcp_port = 0' 'drain_millis = 20000'
    check "install" exits_with 0 c_install
    check "... it is there, and stopped" same STOPPED "$(service_state "$c_name")"
    check "... the image path is quoted" same \
        "\"$(windows_path "$c_exe")\" service --name \"$c_name\" --config \"$(windows_path "$c_conf")\"" \
        "$(c_registry "$c_service_key" ImagePath)"
    check "... starts by itself" same 0x2 "$(c_registry "$c_service_key" Start)"
    check "... in an account with few rights" same 'NT AUTHORITY\LocalService' "$(c_registry "$c_service_key" ObjectName)"
    check "... has time before the system shuts down" same 0xafc8 "$(c_registry "$c_service_key" PreshutdownTimeout)"
    check "... has a source of the event log, with the program's texts" same "$(windows_path "$c_exe")" \
        "$(c_registry "$c_source_key" EventMessageFile)"
    check "install again: refused" exits_with 4 c_install
    check "... and it is still there" same STOPPED "$(service_state "$c_name")"
}

c_serve_tests() {
    check "net start" service_start "$c_name"
    check "... it runs" status_is RUNNING 0 0
    check "net stop" service_stop "$c_name"
    check "... it has stopped, with exit code 0" status_is STOPPED 0 0
    check "... and its process has ended" gone
    check "started again" c_start
    check "echo: 200 links at once get back what they sent" client "$c_port" echo 200 1000 5
    check "a line to all reaches every link" client "$c_port" broadcast 40
    head -c 300000 /dev/urandom >"$service_work/sent"
    check "socat gets back what it sent" timeout 60 \
        socat -t 30 "OPEN:$service_work/sent,rdonly!!CREATE:$service_work/back" "TCP:127.0.0.1:$c_port"
    check "... every byte" cmp "$service_work/sent" "$service_work/back"
    check "a line to all that is too long ends its link" c_long_line
    check "... and no other" client "$c_port" echo 1 100 1
}

# The service resets it: socat says so, or finds its link ended.
c_long_line() { ! printf 'all %5000s\nand more\n' x | timeout 60 socat -t 30 - "TCP:127.0.0.1:$c_port" | grep more; }

# While it drains: nothing is lost, states and checkpoints are shown, a second stop changes nothing.
c_drain_tests() {
    check "a link has $c_queued bytes queued" client_begin "$c_port" drain $c_queued
    service_watch "$c_name" "$service_work/states"
    check "sc stop" windows sc stop "$c_name"
    check "... it is stopping" same STOP_PENDING "$(service_state "$c_name")"
    check "... checkpoints grow" service_await_checkpoints "$service_work/states" STOP_PENDING 3
    check "a second stop is refused" exits_with 1 windows sc stop "$c_name"
    check "... and changes nothing" same STOP_PENDING "$(service_state "$c_name")"
    check "no new links are taken" client "$c_port" refused
    check "all that was queued arrives, and then the end" client_go
    check "... every byte" holds "^drain: bytes=$((c_queued + 20)) end=fin" "$service_work/client.out"
    check "then it has stopped" service_await "$c_name" STOPPED
    check "... with exit code 0" status_is STOPPED 0 0
    service_watch_end
    check "the states, one after the other" holds '^(RUNNING )?STOP_PENDING STOPPED$' <(service_states "$service_work/states")
    check "checkpoints only grew" service_checkpoints "$service_work/states" STOP_PENDING
    check "the event log has the stop" events_await '^trace links drain$'
    check "... and a summary" events_await '^trace links [0-9]+, bytes received [0-9]+, sent [0-9]+; links ended over a limit 1, '
    check "... and nothing else" holds_not '^(warn|err) ' <(events_since)
    check "the process has ended" gone
}

c_deadline_tests() {
    c_configure 'tcp_port = 0' 'drain_millis = 1500'
    check "started with a short drain" c_start
    check "a link has $c_queued bytes queued, and does not read them" client_begin "$c_port" stall $c_queued
    check "stopped, after the deadline" c_stop
    check "... with exit code 0" status_is STOPPED 0 0
    check "the link was reset" client_go
    check "... with bytes missing" holds '^stall: bytes=[0-9]{1,7} end=reset' "$service_work/client.out"
    check "the event log has it as a warning" events_await '^warn links that had not ended by then, and were reset: 1$'
    check "the process has ended" gone
}

# c_fails SPECIFIC PATTERN: starts, and it fails that way, with an error in the event log. By sc, which does not wait:
# the net command of Wine 8 calls every start a success.
c_fails() {
    events_mark
    windows sc start "$c_name" || return 1
    service_await "$c_name" STOPPED || return 1
    status_is STOPPED 1066 "$1" && events_await "^err $2"
}

c_start_failure_tests() {
    check "another program has a TCP port" client_begin 0 hold
    c_port="$(sed -n 's/^holds //p' "$service_work/client.out")"
    c_configure "tcp_port = $c_port"
    check "the port is in use: the start fails with 2" c_fails 2 "127\\.0\\.0\\.1:$c_port: the address is in use: .*\\(10048\\)"
    c_configure "tcp_port = $c_port" 'start_millis = 1500'
    check "... also when it is waited for" c_fails 2 "127\\.0\\.0\\.1:$c_port: the address is in use: "
    check "... which is a warning first" events_await "^warn 127\\.0\\.0\\.1:$c_port: the address is in use"
    check "the process has ended" gone
    c_stop_while_starting
    c_start_waits
    printf 'address = 192.0.2.1\ntcp_port = 0\n' >"$c_conf"
    check "an address of another machine: the start fails with 3" c_fails 3 '192\.0\.2\.1:0: this machine has no such address: '
    printf 'address = 127.0.0.1\n\nworkers = none\n' >"$c_conf"
    check "a bad configuration: the start fails with 1" c_fails 1 ".*echo\\.conf:3: workers is 'none'; permitted: 1 to 64"
    rm "$c_conf"
    check "no configuration: the start fails with 1" c_fails 1 '.*echo\.conf: cannot be read: '
    check "the process has ended" gone
}

c_stop_while_starting() {
    c_configure "tcp_port = $c_port" 'start_millis = 120000'
    events_mark
    service_watch "$c_name" "$service_work/states"
    check "sc start, and it waits for the port" windows sc start "$c_name"
    check "... with growing checkpoints" service_await_checkpoints "$service_work/states" START_PENDING 3
    check "... and is still starting" same START_PENDING "$(service_state "$c_name")"
    check "stopped while starting" c_stop
    check "... with exit code 0" status_is STOPPED 0 0
    service_watch_end
    check "it never ran" holds '^(STOPPED )?START_PENDING (STOP_PENDING )?STOPPED$' <(service_states "$service_work/states")
    check "the event log has it" events_await '^trace it did not listen yet$'
    check "the process has ended" gone
}

c_start_waits() {
    events_mark
    service_watch "$c_name" "$service_work/states"
    check "sc start, and it waits for the port again" windows sc start "$c_name"
    check "... with growing checkpoints" service_await_checkpoints "$service_work/states" START_PENDING 3
    check "the other program gives the port up" client_go
    check "then it runs" service_await "$c_name" RUNNING
    service_watch_end
    check "the states, one after the other" holds '^(STOPPED )?START_PENDING RUNNING$' <(service_states "$service_work/states")
    check "checkpoints only grew" service_checkpoints "$service_work/states" START_PENDING
    check "and it serves" client "$c_port" echo 10 1000 2
    check "stopped" c_stop
    check "the process has ended" gone
}

c_kill_tests() {
    local process
    c_configure 'tcp_port = 0'
    check "started" c_start
    process="$(service_process "$(basename "$c_exe")" || true)"
    check "its process is killed" kill -KILL "$process"
    check "... and gone" gone
    # Windows notices: it says STOPPED with exit code 1067 and takes the recovery actions.
    echo "note    Wine says $(service_state "$c_name") of a service whose process was killed"
    check "started again" c_start
    check "and it serves" client "$c_port" echo 10 1000 2
}

# Two of them, by two names.
c_second_tests() {
    local first_port="$c_port" c_conf="$c_folder/second.conf" c_name="${c_name}Second"
    c_configure 'tcp_port = 0'
    check "a second service of the same program" exits_with 0 c_install
    check "... is started beside the first" c_start
    check "... and serves" client "$c_port" echo 10 1000 2
    check "... and is uninstalled" exits_with 0 c_program uninstall --name "$c_name"
    check "... and gone" same ABSENT "$(service_state "$c_name")"
    c_port="$first_port"
    check "the first still serves" client "$c_port" echo 10 1000 2
}

c_uninstall_tests() {
    check "uninstall stops it" exits_with 0 c_program uninstall --name "$c_name"
    check "... and removes it" same ABSENT "$(service_state "$c_name")"
    check "... and the source of the event log" exits_with 1 windows reg query "$c_source_key"
    check "... and its process has ended" gone
    check "uninstall again: refused" exits_with 5 c_program uninstall --name "$c_name"
}

# Without our installer.
c_sc_tests() {
    c_configure 'tcp_port = 0'
    check "sc create" service_create "$c_name" "$c_exe" service --name "$c_name" --config "\"$(windows_path "$c_conf")\""
    check "started" c_start
    check "and it serves" client "$c_port" echo 10 1000 2
    check "net stop" service_stop "$c_name"
    check "... with exit code 0" status_is STOPPED 0 0
    check "sc delete" service_delete "$c_name"
    check "... and it is gone" same ABSENT "$(service_state "$c_name")"
    check "its process has ended" gone
}

# c_console_start: sets c_console_pid, and c_port unless it ended.
c_console_start() {
    setsid "${wine[@]}" "$c_exe" run --config "$(windows_path "$c_conf")" </dev/null >"$service_work/console" 2>&1 &
    c_console_pid=$!
    c_port=
    says "$c_console_pid" "$service_work/console" '^listening: 127\.0\.0\.1:[0-9]+,' || return
    c_port="$(sed -nE 's/^listening: 127\.0\.0\.1:([0-9]+),.*/\1/p' "$service_work/console")"
}

c_console_end() {
    local status=0
    wait "$c_console_pid" || status=$?
    cat "$service_work/console"
    same "$1" $status
}

c_console_tests() {
    check "run: listens on a console" c_console_start
    check "... and serves" client "$c_port" echo 10 1000 2
    check "Ctrl+C" kill -INT "$(service_process "$(basename "$c_exe")")"
    check "... ends it well" c_console_end 0
    check "... with a summary" holds '^stopped: links 10, bytes received 20000, sent 20000;' "$service_work/console"
    check "another program has a TCP port" client_begin 0 hold
    c_configure "tcp_port = $(sed -n 's/^holds //p' "$service_work/client.out")"
    check "run: the port is in use" exits_with 12 c_program run --config "$(windows_path "$c_conf")"
    check "... and says so" holds '^the start failed: 127\.0\.0\.1:[0-9]+: the address is in use' "$service_work/out"
    check "the port is given up" client_go
}

service_tests() {
    c_usage_tests
    c_example_tests
    c_install_tests
    c_serve_tests
    c_drain_tests
    c_deadline_tests
    c_start_failure_tests
    c_kill_tests
    c_second_tests
    c_uninstall_tests
    c_sc_tests
    c_console_tests
}

# The main job. What fails ends it, for errexit is on.
service_demo() {
    local started=$SECONDS
    c_configure 'tcp_port = 0' 'drain_millis = 20000'
    c_install
    echo "installed: $(service_state "$c_name")"
    c_start
    echo "started: listens on 127.0.0.1:$c_port"
    client "$c_port" echo 500 1000 10 | tee "$service_work/echo"
    client "$c_port" broadcast 100 | tee "$service_work/broadcast"
    client_begin "$c_port" drain $c_queued
    windows sc stop "$c_name"
    echo "asked to stop: $(service_state "$c_name"), and $c_queued bytes are queued"
    client_go
    service_await "$c_name" STOPPED
    same 0 "$service_exit"
    events_since | sed 's/^[a-z]* /event log: /'
    c_program uninstall --name "$c_name"
    same ABSENT "$(service_state "$c_name")"
    gone
    demo_facts="links=602 messages=$(($(c_fact messages "$service_work/echo") + $(c_fact messages "$service_work/broadcast")))"
    demo_facts+=" bytes=$(c_fact bytes "$service_work/echo") drained=$(c_fact bytes "$service_work/client.out") mismatches=0"
    demo_facts+=" seconds=$((SECONDS - started))"
}

# c_fact NAME FILE
c_fact() { sed -nE "s/.* $1=([0-9]+).*/\1/p" "$2"; }
