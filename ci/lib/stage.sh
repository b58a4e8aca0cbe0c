# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Stages of ci/test: each runs one function with its output in a log, is timed, counted and summed up. Sourced.

stage_logs="${stage_logs:?the folder for the logs}"
stage_passed=0 stage_failed=0 stage_skipped=0
stage_summary=()

# stage NAME FUNCTION: runs the function under errexit in a subshell. It may report "PASSED FAILED SKIPPED" by
# stage_count; without that it counts as one check. No failure stops the later stages.
stage() {
    local name="$1" function="$2" started=$SECONDS status=0 passed=0 failed=0 skipped=0
    local log="$stage_logs/$function.log"
    export STAGE_COUNTS="$stage_logs/$function.counts"
    rm -f "$STAGE_COUNTS"
    printf '\n== %s\n' "$name"
    set +e
    (
        set -euo pipefail
        "$function"
    ) >"$log" 2>&1 </dev/null
    status=$?
    set -e
    if [ -f "$STAGE_COUNTS" ]; then
        read -r passed failed skipped <"$STAGE_COUNTS"
    elif [ $status = 0 ]; then
        passed=1
    fi
    stage_judge
    stage_passed=$((stage_passed + passed))
    stage_failed=$((stage_failed + failed))
    stage_skipped=$((stage_skipped + skipped))
}

# Reads and sets the locals of stage().
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
        "$word" $((SECONDS - started)) "$passed" "$failed" "$skipped" "$name")")
    printf '%s after %d s\n' "$word" $((SECONDS - started))
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
