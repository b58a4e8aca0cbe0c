#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Static analysis of the core, the ABI table and the sample in C: gcc -fanalyzer and clang-tidy, every finding a
# failure. What needs Windows goes through the cross compiler's analyzer only: clang has no Windows headers here.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

messages=build/analyze # the numbers of the sample's event log entries
mkdir -p "$messages"
x86_64-w64-mingw32-windmc -h "$messages" -r "$messages" samples/windows-service-c/messages.mc

flags=(-std=c11 -O2 -Inative/include -Inative/src "-I$messages" -DLINKPORT_STATIC -D_WIN32_WINNT=0x0A00 '-DLINKPORT_VERSION="0"')
portable=() windows=()
for source in native/src/*.c native/jni/abi.c samples/windows-service-c/*.c; do
    case "$source" in
        */windows-service-c/address.c | */windows-service-c/config.c | */windows-service-c/lines.c) portable+=("$source") ;;
        */windows-service-c/crew.c) ;; # below
        */windows-service-c/*) windows+=("$source") ;;
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
# GCC 12 loses sight of what is stored in an array that was reallocated: each link of the crew looks leaked.
x86_64-w64-mingw32-gcc "${flags[@]}" "${analyzer[@]}" -Wno-analyzer-malloc-leak samples/windows-service-c/crew.c || bad=1
printf '%s\n' "${portable[@]}" | each clang-tidy-14 --quiet {} -- "${flags[@]}" || bad=1
exit $bad
