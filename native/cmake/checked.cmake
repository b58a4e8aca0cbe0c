# SPDX-License-Identifier: Apache-2.0
# The core with the order checker before its door: for tests, never for a release. What stands behind the door, and the
# checker itself, are built without it.
set(linkport_door_sources ${linkport_sources})
list(FILTER linkport_door_sources INCLUDE REGEX "/sys_win[^/]*\\.c$")
set(linkport_above_sources ${linkport_sources})
list(FILTER linkport_above_sources EXCLUDE REGEX "/sys_win[^/]*\\.c$")
file(GLOB linkport_check_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/native/check/*.c)
if(WIN32)
    list(FILTER linkport_check_sources EXCLUDE REGEX "_posix\\.c$")
else()
    list(FILTER linkport_check_sources EXCLUDE REGEX "_win\\.c$")
endif()

add_library(linkport_check STATIC ${linkport_check_sources} ${linkport_door_sources})
target_include_directories(linkport_check PUBLIC native/include native/src native/check)
linkport_compile_options(linkport_check)
target_link_libraries(linkport_check PUBLIC ${linkport_system_libraries})

# linkport_check_calls(TARGET [HEADER]): all calls at the door that TARGET's sources make pass by the checker. A header
# named after it is included behind the door's.
function(linkport_check_calls target)
    foreach(header ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/../check/check_door.h ${ARGN})
        if(MSVC)
            target_compile_options(${target} PRIVATE /FI${header})
        else()
            target_compile_options(${target} PRIVATE "SHELL:-include ${header}")
        endif()
    endforeach()
endfunction()

# linkport_add_checked_core(TARGET [HEADER])
function(linkport_add_checked_core target)
    add_library(${target} STATIC ${linkport_above_sources})
    target_compile_definitions(${target} PUBLIC LINKPORT_STATIC PRIVATE LINKPORT_VERSION="${LINKPORT_VERSION}")
    target_link_libraries(${target} PUBLIC linkport_check)
    linkport_compile_options(${target})
    linkport_check_calls(${target} ${ARGN})
endfunction()

linkport_add_checked_core(linkport_core_checked)
