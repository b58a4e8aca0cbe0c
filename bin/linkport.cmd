@echo off
rem SPDX-License-Identifier: Apache-2.0
rem The command linkport: its jar in lib beside bin, or as built in a checkout. JAVA_HOME is used if it is set,
rem LINKPORT_JAVA_OPTS are options for its JVM.
setlocal
set "jar=%~dp0..\lib\linkport-cli.jar"
if not exist "%jar%" set "jar=%~dp0..\java\cli\target\linkport-cli.jar"
if not exist "%jar%" (
    echo linkport: no linkport-cli.jar in %~dp0..\lib or %~dp0..\java\cli\target; in a checkout, mvnw.cmd package -DskipTests builds it 1>&2
    exit /b 2
)
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
"%java%" %LINKPORT_JAVA_OPTS% -jar "%jar%" %*
exit /b %ERRORLEVEL%
