# SPDX-License-Identifier: Apache-2.0
# linkport-echo-service.exe, with the texts of its event log entries.
# On Windows it comes with the SDK, and is in the path of a developer's prompt only.
set(program_files "ProgramFiles(x86)")
file(GLOB sdk_folders "$ENV{${program_files}}/Windows Kits/10/bin/10.*/x64")
list(SORT sdk_folders COMPARE NATURAL ORDER DESCENDING)
find_program(LINKPORT_MESSAGE_COMPILER NAMES x86_64-w64-mingw32-windmc mc HINTS ${sdk_folders})
if(NOT LINKPORT_MESSAGE_COMPILER)
    message(WARNING "no message compiler (mc): the service in C and its tests are not built")
    return()
endif()

set(messages ${CMAKE_CURRENT_BINARY_DIR}/messages)
add_custom_command(
    OUTPUT ${messages}/messages.rc ${messages}/messages.h
    COMMAND ${CMAKE_COMMAND} -E make_directory ${messages}
    COMMAND ${LINKPORT_MESSAGE_COMPILER} -h ${messages} -r ${messages} ${CMAKE_CURRENT_SOURCE_DIR}/messages.mc
    DEPENDS messages.mc VERBATIM)

# service_program NAME [SOURCE...]: an executable of all sources but main.c, and of those given.
set(service_sources address.c config.c config_file.c crew.c failure.c host.c install.c journal.c lines.c server.c service.c status.c
    system_text.c ${messages}/messages.rc)
function(service_program name)
    add_executable(${name} ${service_sources} ${ARGN})
    target_include_directories(${name} PRIVATE ${messages})
    target_compile_definitions(${name} PRIVATE _WIN32_WINNT=0x0A00)
    target_link_libraries(${name} PRIVATE linkport advapi32 ws2_32)
    linkport_compile_options(${name})
endfunction()

# Where the DLL is, because a program looks for it beside itself first.
service_program(linkport-echo-service main.c)
if(MINGW)
    target_link_options(linkport-echo-service PRIVATE -municode) # wmain
endif()
set_target_properties(linkport-echo-service PROPERTIES RUNTIME_OUTPUT_DIRECTORY $<TARGET_FILE_DIR:linkport>)

# The life of the service and its installation, with a service control manager of the tests' own.
if(LINKPORT_TESTS)
    # The tests themselves are on the other side of the door.
    set_source_files_properties(test/scm.c test/test_install.c test/test_service.c PROPERTIES
        COMPILE_DEFINITIONS SCM_REAL)
    foreach(name test_install test_service)
        string(REPLACE test_ service_ program ${name})
        service_program(${program} test/${name}.c test/scm.c)
        target_include_directories(${program} PRIVATE test ${PROJECT_SOURCE_DIR}/native/test)
        if(MSVC)
            target_compile_options(${program} PRIVATE /FI${CMAKE_CURRENT_SOURCE_DIR}/test/scm_door.h)
        else()
            target_compile_options(${program} PRIVATE -include ${CMAKE_CURRENT_SOURCE_DIR}/test/scm_door.h)
        endif()
        set_target_properties(${program} PROPERTIES RUNTIME_OUTPUT_DIRECTORY $<TARGET_FILE_DIR:linkport>)
        add_test(NAME ${program} COMMAND ${program})
        set_tests_properties(${program} PROPERTIES TIMEOUT 120)
    endforeach()
endif()
