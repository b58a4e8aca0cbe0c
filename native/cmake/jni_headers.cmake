# SPDX-License-Identifier: Apache-2.0
# Sets LINKPORT_JNI_INCLUDES. jni.h is the same for every platform and any JDK has it; jni_md.h is not, so a build
# that is not on Windows takes ours.
file(GLOB linkport_installed_jdks /usr/lib/jvm/*/include)
find_path(LINKPORT_JNI_H jni.h
    HINTS ${JAVA_HOME}/include $ENV{JAVA_HOME}/include
    PATHS ${linkport_installed_jdks}
    NO_CMAKE_FIND_ROOT_PATH
    DOC "The folder of a JDK that holds jni.h")
if(NOT LINKPORT_JNI_H)
    message(FATAL_ERROR "jni.h not found: set JAVA_HOME to a JDK (not a JRE), or -DLINKPORT_JNI=OFF for a DLL without Java")
endif()

if(CMAKE_HOST_WIN32)
    set(LINKPORT_JNI_INCLUDES ${LINKPORT_JNI_H} ${LINKPORT_JNI_H}/win32)
else()
    set(LINKPORT_JNI_INCLUDES ${CMAKE_CURRENT_SOURCE_DIR}/native/jni/win32 ${LINKPORT_JNI_H})
endif()
