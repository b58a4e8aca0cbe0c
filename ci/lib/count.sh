# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Counts what really ran, from the reports and not from exit codes. Sourced.

# count_surefire DIR [CLASS-PREFIX]: prints "PASSED FAILED SKIPPED".
count_surefire() {
    local files=()
    shopt -s nullglob
    files=("$1"/TEST-"${2:-}"*.xml)
    shopt -u nullglob
    if [ ${#files[@]} = 0 ]; then
        echo "0 0 0"
        return
    fi
    awk '
        function value(name) {
            return match($0, " " name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : 0
        }
        /<testsuite / {
            tests += value("tests"); failed += value("errors") + value("failures"); skipped += value("skipped")
        }
        END { print tests - failed - skipped, failed, skipped }' "${files[@]}"
}

# count_surefire_all DIR...: the sum over several modules; one without a report counts as a failure.
count_surefire_all() {
    local folder counts sum=(0 0 0)
    for folder in "$@"; do
        read -r -a counts < <(count_surefire "$folder")
        if [ "${counts[*]}" = "0 0 0" ]; then
            counts=(0 1 0)
        fi
        sum=($((sum[0] + counts[0])) $((sum[1] + counts[1])) $((sum[2] + counts[2])))
    done
    echo "${sum[@]}"
}

# count_ctest LOG: the same from the output of ctest.
count_ctest() {
    awk '
        /tests passed, [0-9]+ tests? failed out of [0-9]+/ { failed = $4; total = $NF }
        /\*\*\*Skipped/ { skipped++ }
        END { print total - failed - skipped, failed + 0, skipped + 0 }' "$1"
}

# run_ctest FOLDER [OPTION...]: runs what was built there and reports the count to the stage.
run_ctest() {
    local output="$1/ctest.out" status=0
    ctest --test-dir "$1" --output-on-failure --no-tests=error -j 2 "${@:2}" | tee "$output" || status=$?
    # shellcheck disable=SC2046 # three words
    stage_count $(count_ctest "$output")
    return $status
}

# contract_counts_equal CLASS-PREFIX DIR...: one suite, every engine: the same number of tests in each, none skipped.
contract_counts_equal() {
    local folder passed failed skipped expected='' bad=0 prefix="$1"
    for folder in "${@:2}"; do
        read -r passed failed skipped < <(count_surefire "$folder" "$prefix")
        echo "$folder: contract tests: $passed passed, $failed failed, $skipped skipped"
        : "${expected:=$((passed + failed))}"
        if [ $((passed + failed)) != "$expected" ] || [ "$skipped" != 0 ] || [ "$passed" = 0 ]; then bad=1; fi
    done
    return $bad
}
