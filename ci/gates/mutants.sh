#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What a mutant replaces stands exactly once in the core: who changes a line changes the mutants of it. See ci/mutants.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

awk '
    function complain(text) { print FILENAME ": " text; bad = 1 }
    function source_of(file, text, line) {
        text = "\n"
        while ((getline line < file) > 0) text = text line "\n"
        close(file)
        return text
    }
    function check(text, at) {
        text = source_of(file)
        at = index(text, original)
        if (file == "" || original == "\n") complain("names no file or no original")
        else if (at == 0) complain("its original does not stand in " file ":" original)
        else if (index(substr(text, at + 1), original)) complain("its original stands twice in " file ":" original)
    }
    FNR == 1 { part = ""; file = ""; seen++ }
    FNR == 1 && !/^fault: ./ { complain("does not begin with its fault") }
    /^file: / { file = substr($0, 7); part = ""; next }
    /^--- original$/ { part = $0; original = "\n"; next }
    /^--- mutant$/ { part = ""; check(); next }
    part != "" { original = original $0 "\n" }
    END { if (!seen) { print "saw no mutant"; bad = 1 } exit bad }' native/mutants/*.mutant
