# SPDX-License-Identifier: Apache-2.0
# pom.xml states the version once, as <revision>; this reads it.
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/pom.xml)
file(STRINGS ${CMAKE_CURRENT_SOURCE_DIR}/pom.xml linkport_revision REGEX "<revision>[^<]+</revision>")
if(NOT linkport_revision MATCHES "<revision>(([0-9]+\\.[0-9]+\\.[0-9]+)[^<]*)</revision>")
    message(FATAL_ERROR "pom.xml: expected one line <revision>MAJOR.MINOR.PATCH[-QUALIFIER]</revision>, "
        "found '${linkport_revision}'")
endif()
set(LINKPORT_VERSION_TEXT ${CMAKE_MATCH_1})
set(LINKPORT_VERSION ${CMAKE_MATCH_2})
