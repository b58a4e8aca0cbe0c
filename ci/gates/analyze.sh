#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Static analysis of the core and the ABI table: gcc -fanalyzer and clang-tidy, every finding a
# failure. The door to Windows goes through the cross compiler's analyzer only: clang has no Windows headers here.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

flags=(-std=c11 -O2 -Inative/include -Inative/src -DLINKPORT_STATIC '-DLINKPORT_VERSION="0"')
portable=() windows=()
for source in native/src/*.c native/jni/abi.c; do
    case "$source" in
        *sys_win*.c) windows+=("$source") ;;
        *) portable+=("$source") ;;
    esac
done
[ ${#portable[@]} -gt 20 ] || { echo "analyze: found only ${#portable[@]} sources" >&2; exit 1; }

each() { xargs -P "$(nproc)" -I {} "$@"; }
bad=0
analyzer=(-fanalyzer -Wall -Wextra -Werror -c -o /dev/null)
printf '%s\n' "${portable[@]}" | each gcc "${flags[@]}" "${analyzer[@]}" {} || bad=1
printf '%s\n' "${windows[@]}" | each x86_64-w64-mingw32-gcc "${flags[@]}" "${analyzer[@]}" {} || bad=1
printf '%s\n' "${portable[@]}" | each clang-tidy-14 --quiet {} -- "${flags[@]}" || bad=1
exit $bad
