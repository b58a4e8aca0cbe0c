# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Builds and runs the rig that measures servers side by side. Sourced, after tools.sh.

bench_log=build/bench.log

# bench_c TARGET...: builds them for speed; their folder is build/bench/native/bench.
bench_c() {
    mkdir -p build
    if ! {
        cmake -B build/bench -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_C_FLAGS=-g
        cmake --build build/bench --target "$@"
    } >"$bench_log" 2>&1; then
        cat "$bench_log" >&2
        exit 1
    fi
}

bench_java() {
    if ! ./mvnw -B -ntp -P '!dll-cross' -pl java/core,java/console,java/bench package -DskipTests -Dspotless.check.skip=true \
        >"$bench_log" 2>&1; then
        tail -n 40 "$bench_log" >&2
        exit 1
    fi
}

# With LINKPORT_BENCH_PRECEDENCE=yes other work on this machine waits for what this session does, until it ends: not of its own
# accord, since a shared machine is others' too. Needs root and a scheduler that weighs sessions.
bench_precedence() {
    if [ "${LINKPORT_BENCH_PRECEDENCE-}" = yes ]; then
        echo -15 >/proc/self/autogroup
    fi
}

# bench_check: the instrument itself. Every kind of work has figures of a server in C and of one in a JVM, and a server
# that sends a wrong byte is found out. Not how fast anything is.
bench_check() {
    local brief=(--rounds 1 --slice-millis 20) found=build/bench/found.log
    need_tools java native rig
    bench_c bench_programs
    bench_java
    bench_rig_here --out build/bench/check "${brief[@]}" --servers c-epoll2,c-uring,linkport-nio --cell 4,64 --cell 4,64,8,framed \
        --cell one-way,2,4096 --cell churn,2 --cell idle,50
    if bench_rig_here --out build/bench/check "${brief[@]}" --servers c-corrupt --cell 200,64 2>&1 | tee "$found"; then
        echo "bench: a server that sends wrong bytes passed"
        return 1
    fi
    grep -q 'wrong bytes on link' "$found"
}

bench_around=(bench_apart)
bench_classes=java/bench/target/linkport-bench.jar
bench_libraries=java/bench/target/lib

# bench_rig OPTION...: the rig itself shares the CPU of the load, which it leaves alone while it measures.
bench_rig() {
    bench_precedence
    "${bench_around[@]}" taskset -c 0 "$JAVA_HOME/bin/java" -cp "$bench_classes:$bench_libraries/*" org.linkport.bench.rig.BenchMain \
        --programs build/bench/native/bench --libraries "$bench_libraries" "$@"
}

# bench_apart COMMAND...: in a network of its own, with that congestion control on its loopback; "host": as this system has it.
# Servers and load are its children, and so live in it.
bench_apart() {
    local congestion="${LINKPORT_BENCH_CONGESTION-host}"
    if [ "$congestion" = host ] || ! unshare -n true 2>/dev/null; then
        "$@"
        return
    fi
    # shellcheck disable=SC2016 # expanded inside
    unshare -n bash -euc '
        congestion="$1"
        shift
        ip link set lo up
        for to in 127.0.0.0/8 127.0.0.1; do
            ip route replace local "$to" dev lo proto kernel scope host src 127.0.0.1 table local congctl "$congestion"
        done
        exec "$@"' bench "$congestion" "$@"
}

# bench_rig_here OPTION...: with servers of this system.
bench_rig_here() {
    bench_rig --class-path "$bench_classes:$bench_libraries/*" --java "$(jdk_home newest)/bin/java" \
        --notes java/bench/notes.md "$@"
}

# bench_shared: more links than one process may have.
bench_shared() {
    need_tools java native rig
    bench_c bench_programs
    bench_java
    "$JAVA_HOME/bin/java" -cp "$bench_classes:$bench_libraries/*" org.linkport.bench.rig.SharedPort \
        build/bench/native/bench "$bench_classes:$bench_libraries/*" "$(jdk_home newest)/bin/java"
}

# The wineserver of our prefix.
bench_wineserver() {
    local pid
    for pid in $(pidof wineserver wineserver64 wineserver32); do
        if grep -qzxF "WINEPREFIX=$WINEPREFIX" "/proc/$pid/environ"; then
            echo "$pid"
            return
        fi
    done
    echo "bench: no wineserver of $WINEPREFIX" >&2
    return 1
}

# bench_wine OPTION...: with servers for Windows, under Wine.
bench_wine() {
    local out=build/bench/report
    [[ " $* " != *" --full "* ]] || out=docs
    need_tools java native rig windows
    bench_c bench_programs
    if ! {
        cmake -B build/bench-win64 -G Ninja -DCMAKE_BUILD_TYPE=Release --toolchain native/cmake/mingw-w64.cmake
        cmake --build build/bench-win64 --target iocp_server
        ./mvnw -B -ntp -pl java/bench -am package -DskipTests -Dspotless.check.skip=true
    } >"$bench_log" 2>&1; then
        tail -n 40 "$bench_log" >&2
        exit 1
    fi
    # Not apart: sockets are the wineserver's, which lives outside.
    bench_around=("${wine_addresses[@]}")
    wine_prepare
    trap wine_stop EXIT
    windows_jre_prepare
    bench_rig --out "$out" --class-path "$bench_classes;$bench_libraries/*" --java ci/wine/bin/java \
        --notes java/bench/notes-wine.md \
        --windows build/bench-win64/native/bench --wineserver "$(bench_wineserver)" "$@"
}

# bench_servers OPTION...: builds what is needed and measures. A full run replaces docs/performance.md.
bench_servers() {
    local where=(--out build/bench/report)
    [[ " $* " != *" --full "* && " $* " != *" --everybody "* ]] || where=(--out docs)
    [[ " $* " != *" --out "* ]] || where=()
    need_tools java native rig
    bench_c bench_programs
    bench_java
    bench_rig_here "${where[@]}" "$@"
}
