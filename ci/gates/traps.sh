#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# native/traps.md names every trap once, and everything that it names exists; the order checker stands before every call
# of the door that names a socket, a port or an operation.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
table=native/traps.md
traps=95
bad=0

complain() {
    echo "$1" >&2
    bad=1
}

mapfile -t core < <(git ls-files --cached --others --exclude-standard -- 'native/src/*.[ch]' 'native/include/*.h' 'native/jni/*.[ch]')
mapfile -t sim < <(git ls-files --cached --others --exclude-standard -- 'native/sim/*.[ch]')
mapfile -t rules < <(git ls-files --cached --others --exclude-standard -- 'native/conformance/*.c')

# exists REFERENCE
exists() {
    local kind="${1%%:*}" text="${1#*:}" file
    case "$1" in
        check:*) grep -qF "{\"$text\", " native/check/check_rule.c ;;
        sim:*) grep -qF -- "$text" "${sim[@]}" ;;
        rule:*) grep -qE "^ *\{$text, \"" "${rules[@]}" ;;
        mutant:*) [ -f "native/mutants/$text.mutant" ] ;;
        never:*) ! grep -qF -- "$text" "${core[@]}" ;;
        ci/*:* | java/*:*) grep -qF -- "$text" "$kind" ;;
        */*:*) grep -qF -- "$text" "native/$kind" ;;
        pure_* | test_*) for file in native/test/"$1".c native/sim/"$1".c; do [ -f "$file" ] && return; done; return 1 ;;
        *) return 1 ;;
    esac
}

# shellcheck disable=SC2016 # the backticks of the table
references="$(grep -E '^\| [0-9]+ \|' "$table" | grep -oE '`[^`]+`' | tr -d '`' | sort -u)"
while IFS= read -r reference; do
    exists "$reference" 2>/dev/null || complain "$table: $reference: not so"
done <<<"$references"

# A number once, four cells, the last two not empty; a trap without a reference names its reason.
awk -v traps=$traps '
    function complain(text) { print FILENAME ":" FNR ": " text; bad = 1 }
    /^\| [0-9]+ \|/ {
        line = $0
        gsub(/`[^`]*`/, "X", line) # references may hold bars
        cells = split(line, cell, "|")
        number = cell[2] + 0
        if (seen[number]++) complain("T" number " stands here twice")
        if (number < 1 || number > traps) complain("there is no T" number)
        if (number != last + 1) complain("T" number " is out of order")
        last = number
        if (cells != 6 || cell[3] !~ /[a-z]/ || cell[4] !~ /[a-zA-Z]/) complain("T" number ": not four cells that say something")
        if (cell[4] !~ /X/ && length(cell[4]) < 20) complain("T" number ": where is it handled, or why not?")
        if (cell[5] !~ /X/ && (cell[5] !~ /reason: / || length(cell[5]) < 40)) complain("T" number ": what would notice?")
    }
    END {
        for (i = 1; i <= traps; i++) if (!seen[i]) complain("T" i " is missing")
        exit bad
    }' "$table" || bad=1

cited="$(git grep -ohE '\bT[0-9]+\b' -- native ':!native/traps.md' | sort -u | awk -v traps=$traps '{ n = substr($0, 2) + 0 } n < 1 || n > traps')"
[ -z "$cited" ] || complain "there are no such traps: $cited"

mapfile -t above < <(git ls-files --cached --others --exclude-standard -- 'native/src/*.c' ':!native/src/sys_*')
mapfile -t calls < <(awk '
    /^(uint32_t|void) sys_[a-z_]+\(/ {
        call = $0
        while (call !~ /;/ && (getline line) > 0) call = call line
        if (call !~ /sys_(socket|port) |sys_overlapped|sys_startup|sys_cleanup/) next
        match(call, /sys_[a-z_]+/)
        print substr(call, RSTART, RLENGTH)
    }' native/src/sys.h)
[ ${#calls[@]} -gt 20 ] || complain "saw too few calls in sys.h"
for call in "${calls[@]}"; do
    grep -qE "\b$call\(" "${above[@]}" || continue
    grep -qE "^#define $call +checked_" native/check/check_door.h || complain "the order checker does not stand before $call"
done
exit $bad
