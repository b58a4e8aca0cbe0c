# SPDX-License-Identifier: Apache-2.0
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
    if(LINKPORT_SANITIZE)
        target_compile_options(${target} PRIVATE -fsanitize=address,undefined -fno-sanitize-recover=all
            -fno-omit-frame-pointer -g -O1)
        target_link_options(${target} PUBLIC -fsanitize=address,undefined)
    endif()
endfunction()
