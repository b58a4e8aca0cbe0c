# SPDX-License-Identifier: Apache-2.0
# Cross build for 64-bit Windows with mingw-w64; tests run under Wine.
set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR x86_64)

# Where a distribution offers both thread models, the posix one; the DLL uses neither (the import check proves it).
find_program(CMAKE_C_COMPILER NAMES x86_64-w64-mingw32-gcc-posix x86_64-w64-mingw32-gcc REQUIRED)
find_program(CMAKE_RC_COMPILER NAMES x86_64-w64-mingw32-windres REQUIRED)

set(CMAKE_FIND_ROOT_PATH /usr/x86_64-w64-mingw32)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)

find_program(LINKPORT_WINE NAMES wine64 wine DOC "Runs the tests")
if(LINKPORT_WINE)
    # At the same addresses each time, where that is permitted: see ci/lib/wine.sh.
    execute_process(COMMAND setarch -R true RESULT_VARIABLE refused ERROR_QUIET)
    if(refused)
        set(CMAKE_CROSSCOMPILING_EMULATOR ${LINKPORT_WINE})
    else()
        set(CMAKE_CROSSCOMPILING_EMULATOR setarch -R ${LINKPORT_WINE})
    endif()
endif()
