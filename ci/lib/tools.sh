# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# shellcheck disable=SC2034 # need_tools reads the lists through a name reference
# Finds the tools a script needs; as root it installs what is missing with apt, else it names it. Sourced.

# tool:package pairs for each purpose.
tools_java=(javac17:openjdk-17-jdk-headless curl:curl unzip:unzip python3:python3)
tools_demo=(socat:socat cmp:diffutils)
tools_native=(gcc:gcc libc:libc6-dev cmake:cmake ninja:ninja-build)
tools_wine=(wine:wine wine-loader:wine64)
tools_bench=(valgrind:valgrind)
tools_rig=(taskset:util-linux)
tools_browser=(chromium:chromium chromedriver:chromium-driver cjk-font:fonts-noto-cjk)
tools_analysis=(clang-tidy-14:clang-tidy-14)
tools_gates=(clang-format-14:clang-format-14 shellcheck:shellcheck git:git)
tools_consumer=(x86_64-w64-mingw32-g++:g++-mingw-w64-x86-64-posix pkg-config:pkg-config)
tools_windows=(x86_64-w64-mingw32-gcc:gcc-mingw-w64-x86-64-posix cmake:cmake ninja:ninja-build
    wine:wine wine-loader:wine64)

# jdk_home MAJOR: prints the home of a JDK of that version, JAVA_HOME first; jdk_home newest: of the newest one.
jdk_home() {
    local wanted="$1" home major best=0 found=
    for home in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
        if [ ! -x "$home/bin/javac" ] || [ ! -f "$home/release" ]; then
            continue
        fi
        major="$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release")"
        if [ "$wanted" != newest ] && [ "$major" != "$wanted" ]; then
            continue
        fi
        if [ "$major" -gt "$best" ]; then
            best="$major" found="$home"
        fi
    done
    [ -n "$found" ] && echo "$found"
}

tool_present() {
    case "$1" in
        javac17) jdk_home 17 >/dev/null ;;
        libc) [ -f /usr/include/stdio.h ] ;;
        wine-loader) [ -x /usr/lib/wine/wine64 ] || command -v wine64 >/dev/null ;;
        cjk-font) [ -f /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc ] ;;
        *) command -v "$1" >/dev/null ;;
    esac
}

# need_tools PURPOSE...: afterwards everything for these purposes is there, and JAVA_HOME is a JDK 17.
need_tools() {
    local purpose pair missing=()
    for purpose in "$@"; do
        local -n pairs="tools_$purpose"
        for pair in "${pairs[@]}"; do
            if ! tool_present "${pair%%:*}" && [[ " ${missing[*]} " != *" ${pair#*:} "* ]]; then
                missing+=("${pair#*:}")
            fi
        done
    done
    if [ ${#missing[@]} -gt 0 ]; then
        tools_install "${missing[@]}"
    fi
    JAVA_HOME="$(jdk_home 17)"
    export JAVA_HOME
}

tools_install() {
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        echo "missing packages (Debian names): $*" >&2
        echo "install them, or run this as root on Debian, which installs them" >&2
        exit 1
    fi
    echo "installing: $*"
    local log
    log="$(mktemp)"
    if ! { apt-get -q update && DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends \
        ca-certificates "$@"; } >"$log" 2>&1; then
        tail -n 20 "$log" >&2
        echo "apt-get could not install: $*" >&2
        exit 1
    fi
    rm -f "$log"
}

# jars_build LOG OPTION...: packages the modules without their tests; LINKPORT_BUILT says, as ci/test does, that they are.
jars_build() {
    [ -z "${LINKPORT_BUILT-}" ] || return 0
    ./mvnw -B -ntp package -DskipTests -Dspotless.check.skip=true "${@:2}" >"$1" 2>&1
}
