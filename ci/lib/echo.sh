# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# shellcheck disable=SC2034 # the caller reads what these functions set
# The echo sample as a process of its own: start, wait until it listens, stop, check how it ended. Sourced.

# echo_start ENGINE FOLDER: sets echo_pid, echo_host, echo_port. Files of the run go to FOLDER.
echo_start() {
    local engine="$1" folder="$2" java=("$JAVA_HOME/bin/java") stop=()
    local jar="${linkport_root:?}/samples/echo/target/linkport-sample-echo.jar"
    if [ "$engine" = iocp ]; then
        # No signal reaches a Windows JVM, so it stops at the end of its standard input.
        java=("${wine[@]}" "$WINDOWS_JAVA_HOME/bin/java.exe")
        stop=(--stop-on-eof)
    fi
    mkfifo "$folder/stdin"
    "${java[@]}" -jar "$jar" --host 127.0.0.1 --port 0 --engine "$engine" "${stop[@]}" \
        <"$folder/stdin" >"$folder/echo.out" 2>"$folder/echo.err" &
    echo_pid=$!
    exec {echo_stdin}>"$folder/stdin"
    echo_await "$folder"
}

echo_await() {
    local line=
    for ((i = 0; i < 600; i++)); do
        # Windows ends its lines with CR LF.
        line="$(tr -d '\r' <"$1/echo.out" | grep -m 1 '^listening on ')" && break
        kill -0 "$echo_pid" 2>/dev/null || break
        sleep 0.1
    done
    if [[ ! "$line" =~ ^listening\ on\ /?(.*):([0-9]+)\ engine=([a-zA-Z]+) ]]; then
        echo "the echo sample does not listen; it said:" >&2
        tail -n 20 "$1/echo.out" "$1/echo.err" >&2
        return 1
    fi
    echo_host="${BASH_REMATCH[1]}" echo_port="${BASH_REMATCH[2]}" echo_engine="${BASH_REMATCH[3],,}"
}

# echo_stop ENGINE FOLDER: asks the sample to stop and fails unless it exits with 0 in time.
echo_stop() {
    local status=0
    if [ "$1" = nio ]; then
        kill -TERM "$echo_pid"
    fi
    exec {echo_stdin}>&-
    for ((i = 0; i < 300; i++)); do
        kill -0 "$echo_pid" 2>/dev/null || break
        sleep 0.1
    done
    if kill -0 "$echo_pid" 2>/dev/null; then
        echo "the echo sample still runs 30 s after it was asked to stop" >&2
        return 1
    fi
    wait "$echo_pid" || status=$?
    echo_pid=
    if [ $status != 0 ]; then
        echo "the echo sample ended with status $status:" >&2
        tail -n 20 "$2/echo.err" >&2
        return 1
    fi
}

# For an exit trap: nothing of ours stays alive, whatever happened.
echo_kill() {
    if [ -n "${echo_pid:-}" ]; then
        kill -KILL "$echo_pid" 2>/dev/null || true
        wait "$echo_pid" 2>/dev/null || true
        echo_pid=
    fi
}
