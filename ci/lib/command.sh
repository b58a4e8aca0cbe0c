# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# shellcheck disable=SC2034 # the caller reads what these functions set
# "linkport serve" as a process of its own: start, wait until it listens, check how it ended. Sourced.

# command_serve OPTION...: sets command_pid and command_server, command_echo (HOST:PORT). Its output is in
# $command_work/serve.out and .err.
command_serve() {
    # With SIGINT, which shells keep from what they run in the background, and from all that is below that.
    env --default-signal=INT bin/linkport serve --listen 0 "$@" \
        >"${command_work:?}/serve.out" 2>"$command_work/serve.err" </dev/null &
    command_pid=$!
    for ((i = 0; i < 600; i++)); do
        command_server="$(sed -nE 's/^listening on ([^ ]+) .*/\1/p' "$command_work/serve.out")"
        command_echo="$(sed -nE 's/^echo on ([^ ]+)$/\1/p' "$command_work/serve.out")"
        [ -z "$command_server" ] || { [[ "$*" == *--echo* ]] && [ -z "$command_echo" ]; } || return 0
        kill -0 "$command_pid" 2>/dev/null || break
        sleep 0.1
    done
    echo "the server does not listen; it said:"
    cat "$command_work/serve.out" "$command_work/serve.err"
    return 1
}

# command_ended STATUS: waits for its end and fails unless that was its status.
command_ended() {
    local status=0
    for ((i = 0; i < 300; i++)); do
        kill -0 "$command_pid" 2>/dev/null || break
        sleep 0.1
    done
    if kill -0 "$command_pid" 2>/dev/null; then
        echo "the server still runs 30 s after it was asked to stop"
        return 1
    fi
    wait "$command_pid" || status=$?
    command_pid=
    [ "$status" = "$1" ] || { echo "the server ended with $status:" && cat "$command_work/serve.err" && return 1; }
}

# For an exit trap: nothing of ours stays alive, whatever happened.
command_kill() {
    if [ -n "${command_pid:-}" ]; then
        kill -KILL "$command_pid" 2>/dev/null || true
        wait "$command_pid" 2>/dev/null || true
        command_pid=
    fi
}
