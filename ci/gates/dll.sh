#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# linkport.dll imports only the OS and the C runtime, exports only the public API and the JNI entry points, carries
# its version and no path of the machine that built it.   Usage: dll.sh FILE
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
dll="$1"
headers="$(x86_64-w64-mingw32-objdump -p "$dll")"
bad=0

imports="$(sed -n 's/^\tDLL Name: //p' <<<"$headers" | sort)"
printf 'imports:\n%s\n' "$imports"
if grep -qviE '^(KERNEL32|WS2_32|msvcrt|ucrtbase|VCRUNTIME140|api-ms-win-crt-[a-z0-9-]+)\.dll$' <<<"$imports"; then
    echo "it imports more than KERNEL32, WS2_32 and the C runtime" >&2
    bad=1
fi

exports="$(sed -n 's/^\t\[ *[0-9]*\] \([A-Za-z_][A-Za-z0-9_]*\)$/\1/p' <<<"$headers" | sort)"
promised="$({ sed -n 's/^LP_API .*[ *]\(lp_[a-z0-9_]*\)(.*/\1/p' native/include/*.h
    grep -ohE 'JNI_On(Load|Unload)\(' native/jni/*.c | tr -d '(' || true; } | sort -u)"
if ! diff <(echo "$promised") <(echo "$exports"); then
    echo "its exports (>) differ from the public header and the JNI entry points (<)" >&2
    bad=1
fi

version="$(sed -n 's/.*<revision>\(.*\)<\/revision>.*/\1/p' pom.xml)"
if ! strings -el "$dll" | grep -qxF "$version"; then
    echo "its version resource does not say $version" >&2
    bad=1
fi
if { strings "$dll"; strings -el "$dll"; } | grep -F "$PWD"; then
    echo "it holds paths of this machine, see above" >&2
    bad=1
fi
exit $bad
