#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# C includes go downwards only, by the order in includes.txt; <windows.h> stays behind sys, <jni.h> in native/jni.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

mapfile -t files < <(git ls-files --cached --others --exclude-standard -- 'native/src/*.[ch]' 'native/include/*.h' 'native/jni/*.[ch]')
[ ${#files[@]} -gt 0 ] || { echo "no C files found" >&2; exit 1; }

awk '
    function complain(text) { print FILENAME ":" FNR ": " text; bad = 1 }
    function rank(name) { return name in level ? level[name] : level[noun(name)] }
    function noun(path) { sub(/.*\//, "", path); sub(/\.[ch]$/, "", path); return path }
    FILENAME ~ /includes\.txt$/ {
        if ($0 !~ /^#/) for (i = 1; i <= NF; i++) level[$i] = FNR
        next
    }
    FNR == 1 {
        own = noun(FILENAME)
        file = FILENAME
        sub(/.*\//, "", file)
        place = FILENAME ~ /^native\/jni\// ? "jni" : FILENAME ~ /^native\/include\// ? "api" : "src"
        if (place == "src" && !rank(file)) complain(own " has no place in ci/gates/includes.txt")
        seen++
    }
    /^[ \t]*#[ \t]*include/ {
        target = $0
        sub(/^[ \t]*#[ \t]*include[ \t]*[<"]/, "", target)
        sub(/[>"].*/, "", target)
        if (target ~ /^(windows|winsock2|ws2tcpip|mswsock|winternl|winnt|winbase|ws2def|ws2ipdef)\.h$/ && own !~ /^sys/)
            complain("<" target "> is for sys only")
        if (target ~ /^jni(_md)?\.h$/ && place != "jni") complain("<jni.h> is for native/jni only")
        if ($0 ~ /"/) {
            if (place == "api" && (target != "linkport.h" || file != "linkport_run.h"))
                complain("a public header includes none of ours, but threads stand on steps")
            if (place == "src" && target ~ /jni/) complain("the core does not know native/jni")
            if (place == "src" && noun(target) != own && rank(target) && rank(target) >= rank(file))
                complain(file " may not include " target ": it is not below")
        }
    }
    END { if (seen == 0) { print "saw no file"; bad = 1 } exit bad }' ci/gates/includes.txt "${files[@]}"
