# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# shellcheck disable=SC2154,SC2034 # of service.sh, which reads and sets these
# The Java service, java/service and samples/windows-service-java: see service.sh.

# shellcheck source=ci/lib/count.sh
. ci/lib/count.sh

j_name=LinkportEchoJavaTest
j_queued=8000000 # bytes that no socket buffer holds, so that most of them wait in the service
j_reports=java/service/target/surefire-reports-windows

service_prepare() {
    need_tools java native windows demo
    jars_build "$service_work/build.log" -pl java/core,java/service,samples/windows-service-java ||
        { tail -n 40 "$service_work/build.log" && return 1; }
    client_build
    windows_jre_prepare
    # A blank in the path, as in "Program Files": what is not quoted does not start.
    j_folder="$service_work/the program"
    j_jar="$j_folder/echo service.jar"
    mkdir "$j_folder"
    cp samples/windows-service-java/target/linkport-sample-service.jar "$j_jar"
    wine_prepare
    # How long a process may take to report itself as a service: 10 s under Wine, 30 s on Windows, and a JVM on a busy
    # machine needs more.
    windows reg add 'HKLM\System\CurrentControlSet\Control' /v ServicesPipeTimeout /t REG_SZ /d 120000 /f
    service_manager
    # Of a run that was cut short.
    windows sc delete "$j_name" || true
}

j_program() { windows_seconds=180 windows "$WINDOWS_JAVA_HOME/bin/java.exe" -jar "$j_jar" "$@"; }

j_install() { j_program install --name "$j_name" --start manual -- 0; }

# Sets j_port once the service runs: it says in its log which one it got.
j_start() {
    rm -rf "$j_folder/logs"
    events_mark
    windows net start "$j_name" || { cat "$service_work/out" && return 1; }
    service_await "$j_name" RUNNING 180 || return 1
    j_port="$(sed -nE 's/.*listening on .*:([0-9]+) engine=IOCP, run by WINDOWS.*/\1/p' "$j_folder/logs/linkport-echo.log")"
    [ -n "$j_port" ] || { cat "$j_folder/logs/linkport-echo.log" && return 1; }
}

# status_is STATE WIN32 SPECIFIC
status_is() {
    service_query "$j_name"
    same "$*" "$service_state $service_exit $service_specific"
}

j_says() { tr -d '\r' <"$j_folder/logs/linkport-echo.log" | grep -qE -- "$1" || { cat "$j_folder/logs/linkport-echo.log" && return 1; }; }

j_gone() { service_process_gone "$(basename "$j_jar")"; }

# j_fact NAME FILE
j_fact() { sed -nE "s/.* $1=([0-9]+).*/\1/p" "$2"; }

# What java/service promises, in JUnit: each test counts as a check.
j_suite() {
    local passed failed skipped
    rm -rf "$j_reports"
    ./mvnw -B -ntp -pl java/core,java/service compile surefire:test@service-windows -Dmaven.test.failure.ignore=true \
        -Dtest='org/linkport/service/scm/*Test' -Dsurefire.failIfNoSpecifiedTests=false \
        -Dwindows.java="$PWD/ci/wine/bin/java" -Dservice.eventlog="Z:$service_work/events" || true
    read -r passed failed skipped < <(count_surefire "$j_reports")
    echo "java/service under Wine: $passed passed, $failed failed, $skipped skipped"
    checks_passed=$((checks_passed + passed))
    checks_failed=$((checks_failed + failed + skipped + (passed == 0)))
}

j_serve_tests() {
    check "the sample installs itself" j_install
    check "... and is stopped" same STOPPED "$(service_state "$j_name")"
    check "it starts, on completion ports" j_start
    check "it runs" status_is RUNNING 0 0
    check "the event log says that it started" events_await '^trace started$'
    check "it echoes" client "$j_port" echo 100 1000 5
    check "lines to all reach all" client "$j_port" broadcast 20
}

j_drain_tests() {
    check "bytes are queued for a peer that does not read" client_begin "$j_port" drain $j_queued
    service_watch "$j_name" "$service_work/states"
    windows net stop "$j_name" || true
    check "it stops with growing checkpoints" service_await_checkpoints "$service_work/states" STOP_PENDING 3
    check "the peer gets every byte and then the end" client_go
    check "it stops" service_await "$j_name" STOPPED
    service_watch_end
    check "it stopped in order" status_is STOPPED 0 0
    check "the states, one after the other" holds '^(RUNNING )?STOP_PENDING STOPPED$' <(service_states "$service_work/states")
    check "checkpoints only grew" service_checkpoints "$service_work/states" STOP_PENDING
    check "the event log says that it stopped" events_await '^trace stopped$'
    check "its log says why" j_says 'stopping because of STOP, [0-9]+ links drain'
    check "its log says that it stopped" j_says ' - stopped: '
    check "its process ends" j_gone
}

j_kill_tests() {
    check "it starts again" j_start
    check "its process is found" service_process "$(basename "$j_jar")"
    kill -KILL "$(service_process "$(basename "$j_jar")")" || true
    check "it is killed" j_gone
    check "it starts after that" j_start
    check "it serves after that" client "$j_port" echo 10 100 2
}

j_uninstall_tests() {
    check "it uninstalls itself, though it runs" j_program uninstall --name "$j_name"
    check "the service is gone" service_await "$j_name" ABSENT
    check "its process is gone" j_gone
}

service_tests() {
    j_serve_tests
    j_drain_tests
    j_kill_tests
    j_uninstall_tests
    j_suite
}

# The main job. What fails ends it, for errexit is on.
service_demo() {
    local started=$SECONDS
    j_install
    echo "installed: $(service_state "$j_name")"
    j_start
    echo "started: listens on 127.0.0.1:$j_port"
    client "$j_port" echo 500 1000 10 | tee "$service_work/echo"
    client "$j_port" broadcast 100 | tee "$service_work/broadcast"
    client_begin "$j_port" drain $j_queued
    windows sc stop "$j_name"
    echo "asked to stop: $(service_state "$j_name"), and $j_queued bytes are queued"
    client_go
    service_await "$j_name" STOPPED
    same 0 "$service_exit"
    tr -d '\r' <"$j_folder/logs/linkport-echo.log" | sed 's/^/log: /'
    j_program uninstall --name "$j_name"
    service_await "$j_name" ABSENT # it is there until its process has ended
    j_gone
    demo_facts="links=602 messages=$(($(j_fact messages "$service_work/echo") + $(j_fact messages "$service_work/broadcast")))"
    demo_facts+=" bytes=$(j_fact bytes "$service_work/echo") drained=$(j_fact bytes "$service_work/client.out") mismatches=0"
    demo_facts+=" seconds=$((SECONDS - started))"
}
