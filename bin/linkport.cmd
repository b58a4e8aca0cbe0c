@echo off
rem SPDX-License-Identifier: Apache-2.0
rem The command linkport: its jar in lib beside bin, or as built in a checkout. JAVA_HOME is used if it is set,
rem LINKPORT_JAVA_OPTS are options for its JVM. No blocks in parentheses here: a path may have one, as "Program Files (x86)" has.
setlocal
set "home=%~dp0.."
set "jar=%home%\lib\linkport-cli.jar"
if not exist "%jar%" set "jar=%home%\java\cli\target\linkport-cli.jar"
if not exist "%jar%" goto no_jar
set "java=java.exe"
if defined JAVA_HOME set "java=%JAVA_HOME:"=%\bin\java.exe"
if defined JAVA_HOME if not exist "%java%" goto no_java
if not defined JAVA_HOME for %%J in (%java%) do if "%%~$PATH:J"=="" goto no_java
"%java%" %LINKPORT_JAVA_OPTS% -jar "%jar%" %*
exit /b %ERRORLEVEL%

:no_jar
>&2 echo linkport: no linkport-cli.jar in %home%\lib or %home%\java\cli\target; in a checkout, mvnw.cmd package -DskipTests builds it
exit /b 2

:no_java
>&2 echo linkport: no %java%; it needs Java 17 or newer, on the PATH or in JAVA_HOME
exit /b 2
