# SPDX-License-Identifier: Apache-2.0
# linkport.dll: the core, the JNI layer and a version resource.
enable_language(RC)

string(REPLACE "." "," LINKPORT_VERSION_COMMAS "${LINKPORT_VERSION}.0")
if(LINKPORT_VERSION_TEXT STREQUAL LINKPORT_VERSION)
    set(LINKPORT_FILE_FLAGS 0)
else()
    set(LINKPORT_FILE_FLAGS VS_FF_PRERELEASE)
endif()
configure_file(${CMAKE_CURRENT_LIST_DIR}/linkport.rc.in ${CMAKE_CURRENT_BINARY_DIR}/linkport.rc @ONLY)

add_library(linkport SHARED ${linkport_sources} ${CMAKE_CURRENT_BINARY_DIR}/linkport.rc)
add_library(linkport::linkport ALIAS linkport) # as find_package() calls it
set_target_properties(linkport PROPERTIES PREFIX "" OUTPUT_NAME linkport)
if(LINKPORT_DLL_DIRECTORY)
    # The generator expression keeps multi-configuration generators from adding a folder of their own.
    set_target_properties(linkport PROPERTIES RUNTIME_OUTPUT_DIRECTORY $<1:${LINKPORT_DLL_DIRECTORY}>)
endif()
target_include_directories(linkport
    PUBLIC $<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}/native/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>
    PRIVATE ${linkport_src})
target_compile_definitions(linkport PRIVATE LINKPORT_BUILD LINKPORT_VERSION="${LINKPORT_VERSION}")
target_link_libraries(linkport PRIVATE ws2_32)
linkport_compile_options(linkport)
if(NOT MSVC)
    target_link_options(linkport PRIVATE $<$<CONFIG:Release>:-s>)
endif()

file(GLOB linkport_jni_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/native/jni/*.c)
if(LINKPORT_JNI AND linkport_jni_sources)
    include(jni_headers)
    target_sources(linkport PRIVATE ${linkport_jni_sources})
    target_include_directories(linkport SYSTEM PRIVATE ${LINKPORT_JNI_INCLUDES})
    target_include_directories(linkport PRIVATE native/jni)
endif()

linkport_optimise_whole(linkport)

include(install)
