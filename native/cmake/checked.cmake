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
    linkport_small_frames(${target})
    linkport_check_calls(${target} ${ARGN})
endfunction()

linkport_add_checked_core(linkport_core_checked)

# linkport-checked.dll, for a run of the Java suite.
if(WIN32 AND LINKPORT_JNI)
    include(jni_headers)
    file(GLOB linkport_checked_jni_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/native/jni/*.c)
    add_library(linkport_checked_objects OBJECT ${linkport_above_sources})
    target_compile_definitions(linkport_checked_objects PRIVATE LINKPORT_BUILD LINKPORT_VERSION="${LINKPORT_VERSION}")
    target_include_directories(linkport_checked_objects PRIVATE native/include native/src)
    linkport_compile_options(linkport_checked_objects)
    linkport_check_calls(linkport_checked_objects)

    add_library(linkport_checked SHARED $<TARGET_OBJECTS:linkport_checked_objects> ${linkport_checked_jni_sources})
    set_target_properties(linkport_checked PROPERTIES PREFIX "" OUTPUT_NAME linkport-checked)
    target_compile_definitions(linkport_checked PRIVATE LINKPORT_BUILD)
    target_include_directories(linkport_checked SYSTEM PRIVATE ${LINKPORT_JNI_INCLUDES})
    target_include_directories(linkport_checked PRIVATE native/jni)
    target_link_libraries(linkport_checked PRIVATE linkport_check)
    linkport_compile_options(linkport_checked)
endif()
