# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Stages of ci/test: each runs one function with its output in a log, is timed, counted and summed up. Lanes of stages run
# beside each other: most of a run is one processor that waits. Sourced.

stage_logs="${stage_logs:?the folder for the logs}"
stage_summary="$stage_logs/summary"
stage_failures="$stage_logs/failures" # what failed, of every stage, for the end of the output
stage_stalls="$stage_logs/stalls"
stage_stalls_pid=
stage_lanes=()
# Longer than any stage takes; then the lane that is waited for has died.
stage_after_seconds=2400

rm -f "$stage_logs"/*.seconds "$stage_logs"/*.counts
: >"$stage_summary"
: >"$stage_failures"
: >"$stage_stalls"

# stage NAME FUNCTION: runs the function under errexit in a subshell. It may report "PASSED FAILED SKIPPED" by
# stage_count; without that it counts as one check. No failure stops the later stages.
stage() {
    local status=0
    set +e
    (stage_run "$2")
    status=$?
    set -e
    stage_end "$1" "$2" $status
}

# stage_beside FUNCTION: runs it beside what follows. In a process group of its own, $!, so that nothing of it outlives
# stage_abandon.
stage_beside() {
    set -m
    "$1" </dev/null &
    set +m
}

# stage_lane FUNCTION: runs a function that calls stages, beside what follows.
stage_lane() {
    stage_beside "$1"
    stage_lanes+=($!)
}

# Waits for all lanes; one that ended before its last stage is a failure.
stage_lanes_end() {
    local lane
    for lane in "${stage_lanes[@]}"; do
        wait "$lane" || stage_sum FAILED 0 0 1 0 "a lane of stages ended early: $?"
    done
    stage_lanes=()
}

# Ends the lanes when everything ends early; for a trap.
stage_abandon() {
    local group
    for group in "${stage_lanes[@]}" $stage_stalls_pid; do
        kill -- "-$group" 2>/dev/null || true
    done
}

# stage_after FUNCTION...: waits until those stages, of any lane, have ended.
stage_after() {
    local function deadline=$((SECONDS + stage_after_seconds))
    for function in "$@"; do
        until [ -f "$stage_logs/$function.seconds" ]; do
            [ $SECONDS -lt $deadline ] || return 1
            sleep 1
        done
    done
}

# stage_watch_stalls: from now on, keeps each time at which the machine did nothing for seconds: what fails then may have
# failed for that. In the background until stage_abandon.
stage_watch_stalls() {
    stage_beside stage_note_stalls
    stage_stalls_pid=$!
}

stage_note_stalls() {
    local last=$SECONDS gap
    while sleep 1; do
        gap=$((SECONDS - last))
        last=$SECONDS
        [ $gap -le 5 ] || printf 'the machine did nothing for %d s, until %(%H:%M:%S)T\n' "$gap" -1 >>"$stage_stalls"
    done
}

# In a subshell of its own.
stage_run() {
    local started=$SECONDS
    set -euo pipefail
    export STAGE_COUNTS="$stage_logs/$1.counts"
    # shellcheck disable=SC2064 # these values
    trap "echo \$((SECONDS - $started)) >'$stage_logs/$1.seconds'" EXIT
    "$1" >"$stage_logs/$1.log" 2>&1 </dev/null
}

# stage_end NAME FUNCTION STATUS: judges what it reported.
stage_end() {
    local counts="$stage_logs/$2.counts" passed=0 failed=0 skipped=0 word=ok
    if [ -f "$counts" ]; then
        read -r passed failed skipped <"$counts"
    elif [ "$3" = 0 ]; then
        passed=1
    fi
    if [ "$3" != 0 ] || [ "$failed" != 0 ] || [ "$skipped" != 0 ] || [ "$passed" = 0 ]; then
        word=FAILED
        [ "$failed" = 0 ] && [ "$skipped" = 0 ] && failed=1
        printf -- '-- the end of %s\n%s\n--\n' "$stage_logs/$2.log" "$(tail -n "${STAGE_TAIL:-80}" "$stage_logs/$2.log")"
        stage_failed "$1" "$2"
    fi
    stage_sum "$word" "$(cat "$stage_logs/$2.seconds")" "$passed" "$failed" "$skipped" "$1"
}

# stage_failed NAME FUNCTION: keeps the lines of its log that name a failing test or check, each with what it said: a long
# log tells of them far from its end.
stage_failed() {
    printf '%s:\n' "$1"
    grep -m 40 -A 8 -E '^(FAILED|SURVIVED|NO-BUILD)|\*\*\*(Failed|Timeout|Exception)|<<< (FAILURE|ERROR)!|^\[ERROR\] (COMPILATION|Failed to execute)|^gate: .* failed|FATAL ERROR' "$stage_logs/$2.log" |
        sed 's/^/    /' || true
} >>"$stage_failures"

# stage_sum WORD SECONDS PASSED FAILED SKIPPED NAME: a line of the summary, at once and at the end.
stage_sum() {
    printf '%-6s %4ds  %5d passed, %d failed, %d skipped  %s\n' "$@" | tee -a "$stage_summary"
}

stage_count() {
    echo "$1 $2 $3" >"$STAGE_COUNTS"
}

# Prints what failed, every stage on a line and the sum on the last; answers whether all is well.
stage_report() {
    printf '\n'
    [ ! -s "$stage_failures" ] || { cat "$stage_failures" && printf '\n'; }
    [ ! -s "$stage_stalls" ] || { cat "$stage_stalls" && printf '\n'; }
    cat "$stage_summary"
    awk '
        { passed += $3; failed += $5; skipped += $7 }
        END {
            printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
            exit failed > 0 || skipped > 0 || passed == 0
        }' "$stage_summary"
}
