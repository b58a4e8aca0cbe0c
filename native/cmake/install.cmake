# SPDX-License-Identifier: Apache-2.0
# What a program in C or C++ needs: the DLL, import libraries, headers, a CMake package and a pkg-config file. None of it
# holds a path of this machine; the tree may be moved.
include(CMakePackageConfigHelpers)

set(linkport_public_headers
    ${CMAKE_CURRENT_SOURCE_DIR}/native/include/linkport.h
    ${CMAKE_CURRENT_SOURCE_DIR}/native/include/linkport_run.h)
set(linkport_package ${CMAKE_INSTALL_LIBDIR}/cmake/linkport)
set(linkport_made ${CMAKE_CURRENT_BINARY_DIR}/install)

# Any linker makes its own import library of it: lib /def:linkport.def /machine:x64 /out:linkport.lib
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${linkport_public_headers})
set(linkport_def "LIBRARY linkport.dll\nEXPORTS\n")
foreach(header IN LISTS linkport_public_headers)
    file(STRINGS ${header} lines REGEX "^LP_API .*[ *]lp_[a-z0-9_]*\\(")
    foreach(line IN LISTS lines)
        string(REGEX REPLACE "^LP_API .*[ *](lp_[a-z0-9_]*)\\(.*" "    \\1\n" line "${line}")
        string(APPEND linkport_def "${line}")
    endforeach()
endforeach()
file(CONFIGURE OUTPUT ${linkport_made}/linkport.def CONTENT "${linkport_def}" @ONLY)

configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/linkport-config.cmake.in ${linkport_made}/linkport-config.cmake
    INSTALL_DESTINATION ${linkport_package} PATH_VARS CMAKE_INSTALL_LIBDIR NO_SET_AND_CHECK_MACRO)
# Before 1.0 a minor version may change what programs rely on.
write_basic_package_version_file(${linkport_made}/linkport-config-version.cmake
    VERSION ${LINKPORT_VERSION} COMPATIBILITY SameMinorVersion)
configure_file(${CMAKE_CURRENT_LIST_DIR}/linkport.pc.in ${linkport_made}/linkport.pc @ONLY)

install(TARGETS linkport EXPORT linkport-targets
    RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR}
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(EXPORT linkport-targets NAMESPACE linkport:: DESTINATION ${linkport_package})
install(FILES ${linkport_made}/linkport-config.cmake ${linkport_made}/linkport-config-version.cmake
    DESTINATION ${linkport_package})
install(FILES ${linkport_made}/linkport.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
install(FILES ${linkport_made}/linkport.def DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(FILES ${linkport_public_headers} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
