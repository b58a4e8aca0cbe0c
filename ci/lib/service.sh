# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # the caller reads what these functions set; of wine.sh, which is there
# A Windows service under Wine: what its service control manager does and shows, and checks that are counted one by one.
# Sourced after wine.sh by ci/service and ci/demo --service. What is special of one service stands in service_NAME.sh:
#
#   service_prepare    builds the program; once, before any other
#   service_tests      checks, each through check
#   service_demo       the main job; sets demo_facts, the words after "demo: ok service=NAME"

service_work="${service_work:-}" # a folder of the run
checks_passed=0 checks_failed=0

# check TEXT COMMAND [ARGUMENT...]: counts one check; prints what the command said when it failed. The command runs in
# this shell, so that it may set what later checks need, and without errexit: its status is the answer.
check() {
    local text="$1"
    shift
    if "$@" >"$service_work/said" 2>&1; then
        checks_passed=$((checks_passed + 1))
        printf 'ok      %s\n' "$text"
    else
        checks_failed=$((checks_failed + 1))
        printf 'FAILED  %s\n' "$text"
        sed 's/^/        /' "$service_work/said"
    fi
}

# same WANTED GOT, at_least WANTED GOT, holds PATTERN FILE: commands for check.
same() { [ "$1" = "$2" ] || { echo "wanted '$1', got '$2'" && return 1; }; }
at_least() { [ "$2" -ge "$1" ] || { echo "wanted at least $1, got '$2'" && return 1; }; }
holds() { grep -qE -- "$1" "$2" || { echo "no line like '$1' in:" && tail -n 20 "$2" && return 1; }; }
holds_not() { ! grep -E -- "$1" "$2"; }

# service_manager: starts the service control manager anew, so that what services write to the event log is in
# $service_work/events from here on. Wine 8 keeps no log; but it can be made to print what it is given.
service_manager() {
    wine_stop
    WINEDEBUG=-all,+eventlog
    wine_services_output="$service_work/events"
    wine_prepare
    WINEDEBUG=-all
}

# events_mark: events_since prints what came since then, each as "trace|warn|err TEXT" for information, warning and
# error; events_await PATTERN waits for a line like it.
events_mark() { events_seen="$(wc -l <"$service_work/events")"; }
events_since() { tail -n +$((events_seen + 1)) "$service_work/events" | sed -nE 's/^[0-9a-f]+:([a-z]+):eventlog:ReportEventW L"(.*)"$/\1 \2/p'; }
events_await() {
    for ((i = 0; i < 600; i++)); do
        events_since | grep -qE -- "$1" && return
        sleep 0.1
    done
    echo "no event like '$1' but:" && events_since && return 1
}

# windows PROGRAM [ARGUMENT...]: runs it under Wine; its output is in $service_work/out, its status is the answer.
# Files and not pipes: what a program starts would hold a pipe open after its end.
windows() {
    local status=0
    timeout -k 5 "${windows_seconds:-60}" setsid "${wine[@]}" "$@" </dev/null >"$service_work/out.raw" 2>&1 || status=$?
    tr -d '\r' <"$service_work/out.raw" >"$service_work/out"
    return $status
}

# service_query NAME: sets service_state (ABSENT when there is no such service), service_checkpoint, service_exit and
# service_specific, the two exit codes.
service_query() {
    local answer
    service_state=ABSENT service_checkpoint=0 service_exit=0 service_specific=0
    answer="$(timeout -k 5 60 setsid "${wine[@]}" sc query "$1" </dev/null 2>/dev/null)" || return 0
    read -r service_state service_exit service_specific service_checkpoint < <(tr -d '\r' <<<"$answer" | awk '
        / STATE +:/ { state = $4 }
        / WIN32_EXIT_CODE +:/ { code = $3 }
        / SERVICE_EXIT_CODE +:/ { specific = $3 }
        / CHECKPOINT +:/ { checkpoint = $3 }
        END { print (state == "" ? "ABSENT" : state), code + 0, specific + 0, checkpoint == "" ? 0 : checkpoint }')
    service_checkpoint=$((service_checkpoint))
}

service_state() { service_query "$1" && echo "$service_state"; }

# service_await NAME STATE [SECONDS]: polls until the service has that state.
service_await() {
    local deadline=$((SECONDS + ${3:-60}))
    while service_query "$1" && [ "$service_state" != "$2" ]; do
        if [ $SECONDS -ge $deadline ]; then
            echo "$1 is $service_state and not $2 after ${3:-60} s"
            return 1
        fi
        sleep 0.05
    done
}

# service_watch NAME FILE: from now on each change of state or checkpoint is a line "STATE CHECKPOINT" in FILE;
# service_watch_end ends that. Between them the state may have changed unseen: what was seen was so, no more.
service_watch() {
    : >"$2"
    rm -f "$2.end"
    (
        last=
        while [ ! -e "$2.end" ]; do
            service_query "$1"
            [ "$service_state $service_checkpoint" = "$last" ] || echo "$service_state $service_checkpoint" >>"$2"
            last="$service_state $service_checkpoint"
            sleep 0.02
        done
    ) </dev/null >/dev/null 2>&1 &
    service_watch_pid=$! service_watch_file="$2"
}

service_watch_end() {
    touch "$service_watch_file.end"
    wait "$service_watch_pid" || true
}

# service_states FILE: the states that a watch saw, each once in a row, on one line.
service_states() { awk '$1 != last { printf "%s%s", sep, $1; sep = " "; last = $1 } END { print "" }' "$1"; }

# service_checkpoints FILE STATE: whether each checkpoint that it saw in that state is above the last.
service_checkpoints() {
    awk -v state="$2" '
        BEGIN { last = -1 }
        { print }
        $1 != state { last = -1; next }
        $2 <= last { bad = 1 }
        { last = $2 }
        END { exit bad }' "$1"
}

# service_await_checkpoints FILE STATE COUNT: waits until so many were seen in that state.
service_await_checkpoints() {
    for ((i = 0; i < 1200; i++)); do
        [ "$(grep -c "^$2 [1-9]" "$1")" -lt "$3" ] || return 0
        sleep 0.05
    done
    cat "$1" && return 1
}

# service_create NAME PROGRAM [ARGUMENT...]: sc create, with the program's path in quotes.
service_create() {
    local name="$1" program="$2"
    shift 2
    windows sc create "$name" binPath= "\"$(windows_path "$program")\"${*:+ $*}" start= demand
}

service_delete() { windows sc delete "$1"; }
service_start() { windows net start "$1"; }
service_stop() { windows net stop "$1"; }

# windows_path FILE: as Windows programs name it.
windows_path() { "${wine[@]}" winepath -w "$1" 2>/dev/null | tr -d '\r\n'; }

# service_process TEXT: the process id, on this machine, of the one Windows program of our prefix whose command line
# holds TEXT.
service_process() {
    local entry found=
    for entry in /proc/[0-9]*; do
        if grep -qzxF "WINEPREFIX=$WINEPREFIX" "$entry/environ" 2>/dev/null &&
            tr '\0' ' ' <"$entry/cmdline" 2>/dev/null | grep -qF -- "$1"; then
            [ -z "$found" ] || { echo "several processes with '$1'" >&2 && return 1; }
            found="${entry#/proc/}"
        fi
    done
    [ -n "$found" ] && echo "$found"
}

# service_process_gone TEXT [SECONDS]: waits until there is none.
service_process_gone() {
    local deadline=$((SECONDS + ${2:-30}))
    while service_process "$1" >/dev/null 2>&1; do
        [ $SECONDS -lt $deadline ] || { echo "a process with '$1' lives on" && return 1; }
        sleep 0.05
    done
}

# client ARGUMENT...: see service_client.c.
client() { timeout -k 5 120 "$service_work/service_client" "$@" </dev/null; }

client_build() { gcc -std=c11 -O1 -Wall -Wextra -Werror -o "$service_work/service_client" ci/lib/service_client.c; }

# says PID FILE PATTERN: waits until that process has written a line like it into the file; what it wrote is shown if it ends
# without, or takes longer than two minutes.
says() {
    for ((i = 0; i < 1200; i++)); do
        grep -qE -- "$3" "$2" && return
        kill -0 "$1" 2>/dev/null || break
        sleep 0.1
    done
    cat "$2"
    return 1
}

# client_begin TCP_PORT drain|stall BYTES, or 0 hold: starts that client and waits for its first word; client_go lets it
# go on, and waits for its end. What it says is in $service_work/client.out.
client_begin() {
    rm -f "$service_work/client.in"
    : >"$service_work/client.out" # or the words of the client before would be taken for those of this one
    mkfifo "$service_work/client.in"
    timeout -k 5 300 "$service_work/service_client" "$@" <"$service_work/client.in" >"$service_work/client.out" 2>&1 &
    client_pid=$!
    exec {client_stdin}>"$service_work/client.in"
    says "$client_pid" "$service_work/client.out" '^(queued|holds)'
}

client_go() {
    local status=0
    echo >&"$client_stdin"
    exec {client_stdin}>&-
    wait "$client_pid" || status=$?
    cat "$service_work/client.out"
    return $status
}

# For an exit trap: nothing of ours stays alive, whatever happened.
service_finish() {
    local status=$?
    jobs -p | xargs -r kill -KILL 2>/dev/null || true
    wine_stop
    [ -n "$service_work" ] && rm -rf "$service_work"
    exit $status
}
