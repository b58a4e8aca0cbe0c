# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Wine with a prefix of our own, and the Windows JVM that runs in it. Sourced by scripts in ci/.
#
#   WINDOWS_JAVA_HOME    a Windows JDK or JRE to use instead of the one from Maven Central
#   LINKPORT_WINEPREFIX  the prefix; default: build/wine of the checkout
#   LINKPORT_CACHE       where that one is kept between runs; default: the user's cache folder

linkport_root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
LINKPORT_CACHE="${LINKPORT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/linkport}"
# In the checkout, so that no two checkouts share a wineserver and one can end its own.
export WINEPREFIX="${LINKPORT_WINEPREFIX:-$linkport_root/build/wine}"
# Errors of Wine are shown, the only trace of a program that it could not run; but not those of a desktop that is missing.
export WINEDEBUG="${WINEDEBUG:-fixme-all,err-winediag,err-systray}"
# "${wine[@]}" PROGRAM runs it, at the same addresses each time; "${wine_addresses[@]}" COMMAND has that for all that COMMAND
# starts. Wine maps a page at 0x7ffe0000 that Windows has there, and the heap of its loader, which lies below, begins anywhere
# in the GiB behind it, so that one start in 4,000 found that page taken and ended without a word. Some containers do not
# permit it.
wine_addresses=(setarch -R)
"${wine_addresses[@]}" true 2>/dev/null || wine_addresses=()
wine=("${wine_addresses[@]}" wine)
# Where the services of Windows write what they are made to print; for wine_prepare, if they are not running yet.
wine_services_output=/dev/null
export WINDOWS_JAVA_HOME="${WINDOWS_JAVA_HOME:-$LINKPORT_CACHE/windows-jre}"
# JRE 17: the 21 of later releases of this archive does not start all of java.net under Wine 8.
windows_jre_artifact=org.flywaydb:flyway-commandline:10.10.0:zip:windows-x64
unpack_goal=org.apache.maven.plugins:maven-dependency-plugin:3.9.0:unpack

# Creates the prefix once; the mark comes last, so that an interrupted run leaves none that looks whole.
wine_prepare() {
    if [ ! -f "$WINEPREFIX/linkport-server-ready" ]; then
        rm -rf "$WINEPREFIX"
        mkdir -p "$WINEPREFIX"
        "${wine[@]}" wineboot --init >/dev/null 2>&1
        # A server edition: files leave by TransmitFile there, and Wine counts as a client edition of its own accord.
        "${wine[@]}" reg add 'HKLM\System\CurrentControlSet\Control\ProductOptions' /v ProductType /d ServerNT /f >/dev/null 2>&1
        wineserver --wait
        touch "$WINEPREFIX/linkport-server-ready"
    fi
    # A server that ends with its last program makes the next one fail that starts just then; so it stays for a while.
    # It refuses to start beside one that runs already, which is as good.
    wineserver --persistent=300 >/dev/null 2>&1 </dev/null || true
    # The first program starts the services of Windows, which keep its output open for as long as the server stays: who
    # waits for the end of a pipe, as ctest and Surefire do, would wait for them. So the first program is this one.
    "${wine[@]}" cmd /c exit >"$wine_services_output" 2>&1 </dev/null
}

# Ends what still runs in our prefix; Windows programs of any other prefix are not touched.
wine_stop() {
    [ -d "$WINEPREFIX" ] || return 0
    wineserver --kill 2>/dev/null || true
}

# Makes sure that $WINDOWS_JAVA_HOME holds a Windows JVM.
windows_jre_prepare() {
    [ -f "$WINDOWS_JAVA_HOME/bin/java.exe" ] && return 0
    if [ "$WINDOWS_JAVA_HOME" != "$LINKPORT_CACHE/windows-jre" ]; then
        echo "WINDOWS_JAVA_HOME=$WINDOWS_JAVA_HOME: no bin/java.exe there" >&2
        return 1
    fi
    local unpacked="$LINKPORT_CACHE/windows-jre.$$"
    rm -rf "$unpacked"
    "$linkport_root/mvnw" -f "$linkport_root/pom.xml" -q -B -ntp -N "$unpack_goal" \
        -Dartifact="$windows_jre_artifact" -DoutputDirectory="$unpacked" -Dmdep.unpack.includes='**/jre/**' \
        -DmarkersDirectory="$unpacked"
    rm -rf "$WINDOWS_JAVA_HOME"
    mv "$unpacked"/*/jre "$WINDOWS_JAVA_HOME"
    rm -rf "$unpacked"
}
