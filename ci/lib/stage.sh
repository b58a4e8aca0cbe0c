# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Stages of ci/test: each runs one function with its output in a log, is timed, counted and summed up. Sourced.

stage_logs="${stage_logs:?the folder for the logs}"
stage_passed=0 stage_failed=0 stage_skipped=0
stage_summary=()
stage_aside=()

# stage NAME FUNCTION: runs the function under errexit in a subshell. It may report "PASSED FAILED SKIPPED" by
# stage_count; without that it counts as one check. No failure stops the later stages.
stage() {
    local status=0
    printf '\n== %s\n' "$1"
    set +e
    (stage_run "$2")
    status=$?
    set -e
    stage_end "$1" "$2" $status
}

# stage_beside NAME FUNCTION: begins it beside the stages that follow, for one that mostly waits; stage_join waits for it,
# and it stands in the summary there. One at a time.
stage_beside() {
    printf '\n== %s: begins beside the next\n' "$1"
    (stage_run "$2") &
    stage_aside=("$1" "$2" $!)
}

stage_join() {
    local status=0
    printf '\n== %s: began before\n' "${stage_aside[0]}"
    wait "${stage_aside[2]}" || status=$?
    stage_end "${stage_aside[0]}" "${stage_aside[1]}" $status
    stage_aside=()
}

# What is still beside when everything ends early; for a trap.
stage_abandon() {
    [ ${#stage_aside[@]} = 0 ] || kill "${stage_aside[2]}" 2>/dev/null || true
}

# In a subshell of its own.
stage_run() {
    local started=$SECONDS
    set -euo pipefail
    export STAGE_COUNTS="$stage_logs/$1.counts"
    rm -f "$STAGE_COUNTS" "$stage_logs/$1.seconds"
    # shellcheck disable=SC2064 # these values
    trap "echo \$((SECONDS - $started)) >'$stage_logs/$1.seconds'" EXIT
    "$1" >"$stage_logs/$1.log" 2>&1 </dev/null
}

# stage_end NAME FUNCTION STATUS: adds up what it reported.
stage_end() {
    local name="$1" log="$stage_logs/$2.log" counts="$stage_logs/$2.counts" status="$3" seconds passed=0 failed=0 skipped=0
    seconds="$(cat "$stage_logs/$2.seconds")"
    if [ -f "$counts" ]; then
        read -r passed failed skipped <"$counts"
    elif [ "$status" = 0 ]; then
        passed=1
    fi
    stage_judge
    stage_passed=$((stage_passed + passed))
    stage_failed=$((stage_failed + failed))
    stage_skipped=$((stage_skipped + skipped))
}

# Reads and sets the locals of stage_end().
stage_judge() {
    local word=ok
    if [ "$status" != 0 ] || [ "$failed" != 0 ] || [ "$skipped" != 0 ] || [ "$passed" = 0 ]; then
        word=FAILED
        [ "$failed" = 0 ] && [ "$skipped" = 0 ] && failed=1
        echo "-- the end of $log"
        tail -n "${STAGE_TAIL:-80}" "$log"
        echo "--"
    fi
    stage_summary+=("$(printf '%-6s %4ds  %5d passed, %d failed, %d skipped  %s' \
        "$word" "$seconds" "$passed" "$failed" "$skipped" "$name")")
    printf '%s after %d s\n' "$word" "$seconds"
}

stage_count() {
    echo "$1 $2 $3" >"$STAGE_COUNTS"
}

# Prints every stage on a line and the sum on the last; answers whether all is well.
stage_report() {
    printf '\n'
    printf '%s\n' "${stage_summary[@]}"
    printf '%d passed, %d failed, %d skipped\n' "$stage_passed" "$stage_failed" "$stage_skipped"
    [ $stage_failed = 0 ] && [ $stage_skipped = 0 ] && [ $stage_passed -gt 0 ]
}
