#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Hard limits of length: 600 lines a file, 400 one of a page, 80 a C function, 60 a Java method; nine in ten functions of the core have at
# most 35.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

files() { git ls-files --cached --others --exclude-standard -- "$@" | while read -r f; do [ -f "$f" ] && echo "$f"; done; }

mapfile -t sources < <(files '*.c' '*.h' '*.java' '*.html' '*.css' '*.js' '*.sh' '*.cmake' 'ci/*' 'bin/*')
mapfile -t page < <(files '*.html' '*.css' '*.js')
mapfile -t c < <(files '*.c' '*.h')
mapfile -t java < <(files '*.java')
bad=0

wc -l "${sources[@]}" | awk '$2 != "total" && $1 > 600 { print $2 ": " $1 " lines, at most 600"; bad = 1 } END { exit bad }' || bad=1

# The page's: 400 lines, and their licence on one of the first two.
if [ ${#page[@]} -gt 0 ]; then
    wc -l "${page[@]}" | awk '$2 != "total" && $1 > 400 { print $2 ": " $1 " lines, at most 400"; bad = 1 } END { exit bad }' || bad=1
    for f in "${page[@]}"; do
        head -n 2 "$f" | grep -q 'SPDX-License-Identifier: Apache-2.0' || { echo "$f: no licence"; bad=1; }
    done
fi

# A C function opens at a line that ends in "{" and closes at a "}" in the first column.
awk '
    FNR == 1 { start = 0 }
    /^[A-Za-z_].*\(/ && !start { head = FNR; name = $0 }
    /\{$/ && head && !start { start = head }
    /;$/ && !start { head = 0 }
    /^}/ {
        if (start && FNR - start + 1 > 80) {
            print FILENAME ":" start ": " FNR - start + 1 " lines, at most 80: " name
            bad = 1
        }
        if (start && FILENAME ~ /^native\/src\//) {
            core++
            long += FNR - start + 1 > 35
        }
        start = head = 0
    }
    END {
        if (long * 10 > core) {
            print "native/src: " long " of " core " functions have more than 35 lines, at most one in ten may"
            bad = 1
        }
        exit bad
    }' "${c[@]}" /dev/null || bad=1

# In Java every block counts but those of types and of tables: a long block inside a method makes the method long anyway.
awk '
    FNR == 1 { depth = 0; statement = "" }
    /^[ \t]*(\*|\/\*|\/\/)/ { next }
    {
        if ($0 ~ /^[ \t]*}/ && depth) {
            lines = FNR - opened[depth] + 1
            if (lines > 60 && code[depth]) {
                print FILENAME ":" opened[depth] ": " lines " lines, at most 60: " code[depth]
                bad = 1
            }
            depth--
            statement = ""
        }
        if (statement == "") first = FNR
        statement = statement " " $0
        if ($0 ~ /\{$/) {
            opened[++depth] = first
            type = statement ~ /(^|[ (])(class|interface|enum|record|@interface) / || statement ~ /( new [^;]*\)|[]=]) *\{$/
            gsub(/[ \t]+/, " ", statement)
            code[depth] = type ? "" : substr(statement, 1, 100)
        }
        if ($0 ~ /[;{}]$/ || $0 ~ /^[ \t]*$/) statement = ""
    }
    END { exit bad }' "${java[@]}" /dev/null || bad=1
exit $bad
