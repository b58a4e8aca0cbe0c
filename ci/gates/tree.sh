#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The tree holds sources only: no binary, and no path of somebody's machine.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
bad=0

empty_tree="$(git hash-object -t tree /dev/null)"
binaries="$(git diff --numstat "$empty_tree" HEAD | awk -F '\t' '$1 == "-" { print $3 }')"
if [ -n "$binaries" ]; then
    printf 'binary files in git:\n%s\n' "$binaries" >&2
    bad=1
fi

# The brackets keep this line from finding itself.
if git grep -nIE '(^|[^[:alnum:]_.~/-])/([r]oot|[h]ome|[w]ork)/|[C]:[\\/]+Users' -- .; then
    echo "paths of a machine, see above" >&2
    bad=1
fi
exit $bad
