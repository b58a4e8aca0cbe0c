#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# C is formatted by clang-format 14, scripts are clean for shellcheck. (Java: Spotless, inside the Maven build.)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

files() { git ls-files -z --cached --others --exclude-standard -- "$@"; }

files '*.c' '*.h' | xargs -0 -r clang-format-14 --dry-run -Werror
files 'ci/*' '.ci/*' 'bin/*' | xargs -0 -r grep -lzZE '^#!.*(bash|/sh)|shellcheck shell=bash' | xargs -0 -r shellcheck -x
