# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# `linkport serve --console` as a process of its own under some load, for a person to look at. Sourced.

# console_start ENGINE FOLDER: sets console_pid, console_address, console_echo_port. Files of the run go to FOLDER.
console_start() {
    local engine="$1" folder="$2" java=("$JAVA_HOME/bin/java") selector=() line i
    if [ "$engine" = iocp ]; then
        java=("${wine[@]}" "$WINDOWS_JAVA_HOME/bin/java.exe")
        # The usual selector of a Windows JVM destroys its heap under Wine 8; the console's server has one.
        selector=(-Djava.nio.channels.spi.SelectorProvider=sun.nio.ch.WindowsSelectorProvider)
    fi
    mkfifo "$folder/stdin"
    : >"$folder/console.out" # which is looked into before the server has begun
    "${java[@]}" "${selector[@]}" -jar "${linkport_root:?}/java/cli/target/linkport-cli.jar" serve --engine "$engine" \
        --listen 0 --anonymous --echo 0 --console 0 --stop-on-eof <"$folder/stdin" >"$folder/console.out" 2>"$folder/console.err" &
    console_pid=$!
    exec {console_stdin}>"$folder/stdin"
    for ((i = 0; i < 600; i++)); do
        # Windows ends its lines with CR LF.
        line="$(tr -d '\r' <"$folder/console.out" | grep -m 1 '^console: ')" && break
        kill -0 "$console_pid" 2>/dev/null || break
        sleep 0.1
    done
    console_address="${line#console: }"
    console_echo_port="$(tr -d '\r' <"$folder/console.out" | sed -n 's/^echo on .*:\([0-9]*\)$/\1/p')"
    if [ -z "$console_address" ] || [ -z "$console_echo_port" ]; then
        echo "linkport serve --console did not start; it said:" >&2
        tail -n 20 "$folder/console.out" "$folder/console.err" >&2
        return 1
    fi
}

# console_load LINKS SIZE: links that send and wait for an hour, or until the caller ends its jobs.
console_load() {
    "$JAVA_HOME/bin/java" -jar "${linkport_root:?}/samples/load/target/linkport-sample-load.jar" --host 127.0.0.1 \
        --port "$console_echo_port" --links "$1" --size "$2" --seconds 3600 </dev/null >/dev/null 2>&1 {console_stdin}>&- & # or the server would never see its input end
}

# console_check: fails unless the page is there, the server is ready, and links are open.
console_check() {
    local base="${console_address%%#*}" i open
    curl -fsS "$base" | grep -q 'main.js' && curl -fsS "${base}health" | grep -q '"ready":true' || return 1
    for ((i = 0; i < 300; i++)); do
        open="$(curl -fsS "${base}stats.json" | sed -n 's/.*"linksOpen":\([0-9]*\),"linksOpened.*/\1/p')"
        [ "${open:-0}" -gt 0 ] && return 0
        sleep 0.1
    done
    return 1
}

# console_stop: asks the server to stop and fails unless it exits with 0 in time.
console_stop() {
    local i status=0
    exec {console_stdin}>&-
    for ((i = 0; i < 300; i++)); do
        kill -0 "$console_pid" 2>/dev/null || break
        sleep 0.1
    done
    kill -0 "$console_pid" 2>/dev/null && return 1
    wait "$console_pid" || status=$?
    return $status
}
