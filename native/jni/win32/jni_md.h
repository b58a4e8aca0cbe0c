/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The machine-dependent half of jni.h for Windows, for cross builds where only another platform's JDK is at hand.
 * The names and widths are those the JNI specification asks for; a build on Windows uses the JDK's own file.
 */
#ifndef LINKPORT_JNI_MD_H
#define LINKPORT_JNI_MD_H

#define JNIEXPORT __declspec(dllexport)
#define JNIIMPORT __declspec(dllimport)
#define JNICALL   __stdcall

typedef signed char jbyte; /* 8 bits */
typedef long jint;         /* 32 bits: long is 32 bits wide on Windows */
typedef long long jlong;   /* 64 bits */

#endif
