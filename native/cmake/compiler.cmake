# SPDX-License-Identifier: Apache-2.0
if(LINKPORT_SANITIZE STREQUAL "thread")
    set(linkport_sanitizers thread)
elseif(LINKPORT_SANITIZE STREQUAL "address" OR LINKPORT_SANITIZE STREQUAL "ON")
    set(linkport_sanitizers address,undefined)
elseif(LINKPORT_SANITIZE)
    message(FATAL_ERROR "LINKPORT_SANITIZE is '${LINKPORT_SANITIZE}'; permitted: OFF, ON, address, thread")
endif()

# One set of flags for the library and the tests: C11, every warning an error, nothing visible by default.
function(linkport_compile_options target)
    set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON)
    if(MSVC)
        target_compile_options(${target} PRIVATE /W4 /WX /std:c11 /experimental:c11atomics /utf-8)
        target_compile_definitions(${target} PRIVATE _CRT_SECURE_NO_WARNINGS)
        target_link_options(${target} PRIVATE /Brepro)
        return()
    endif()
    target_compile_options(${target} PRIVATE
        -std=c11 -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Werror
        -fvisibility=hidden
        # No path of the building machine in the result.
        -ffile-prefix-map=${CMAKE_SOURCE_DIR}/=)
    if(WIN32)
        target_link_options(${target} PRIVATE -static-libgcc -Wl,--no-insert-timestamp)
    endif()
    if(linkport_sanitizers)
        target_compile_options(${target} PRIVATE -fsanitize=${linkport_sanitizers} -fno-sanitize-recover=all
            -fno-omit-frame-pointer -g -O1)
        target_link_options(${target} PUBLIC -fsanitize=${linkport_sanitizers})
    endif()
endfunction()

# A release is optimised as a whole, where the compiler can: small functions of one noun are inlined in another.
include(CheckIPOSupported)
check_ipo_supported(RESULT linkport_optimises_whole OUTPUT linkport_optimises_not LANGUAGES C)

function(linkport_optimise_whole target)
    if(linkport_optimises_whole)
        set_target_properties(${target} PROPERTIES INTERPROCEDURAL_OPTIMIZATION_RELEASE ON)
    endif()
endfunction()

# The core runs on stacks of other people's choice: a JVM's threads have little (T87). For a target that the compiler
# finishes file by file: code that the linker optimises is not measured.
function(linkport_small_frames target)
    if(NOT MSVC AND NOT linkport_sanitizers)
        target_compile_options(${target} PRIVATE -Wframe-larger-than=2048)
    endif()
endfunction()
