/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service.internal.command;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/** The files that this process was started from, and their checks before a service is made of them. */
final class Program {
    private Program() {}

    /** The java.exe to run: the one asked for, or the one of this JVM. */
    static String java(@Nullable String asked) throws UsageException {
        File java = asked != null
                ? new File(asked)
                : new File(System.getProperty("java.home"), "bin" + File.separator + "java.exe");
        if (!java.isFile()) {
            throw new UsageException("there is no " + java + "; name the java.exe by --java");
        }
        return java.getAbsolutePath();
    }

    /** The jar to run: the one asked for, or the only one of the class path. */
    static String jar(@Nullable String asked) throws UsageException {
        String name = asked != null ? asked : System.getProperty("java.class.path");
        File jar = new File(name);
        if (!jar.isFile() || !hasMain(jar)) {
            throw new UsageException("'" + name + "' is not a runnable jar, which a service needs; run install by"
                    + " java -jar, or name the jar by --jar");
        }
        return jar.getAbsolutePath();
    }

    private static boolean hasMain(File file) {
        try (JarFile jar = new JarFile(file)) {
            Manifest manifest = jar.getManifest();
            return manifest != null && manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS) != null;
        } catch (IOException e) {
            return false; // the message that follows names the file
        }
    }

    /** The working directory: the one asked for, or the folder of the jar. */
    static String directory(@Nullable String asked, String jar) throws UsageException {
        File directory = asked != null ? new File(asked) : new File(jar).getParentFile();
        if (directory == null || !directory.isDirectory()) {
            throw new UsageException("'" + directory + "' is no folder; name the working directory by --directory");
        }
        return directory.getAbsolutePath();
    }

    /** What no quoting can bring through the command line of a service. */
    static void checkArguments(List<String> arguments) throws UsageException {
        for (String each : arguments) {
            if (each.indexOf('\0') >= 0 || each.indexOf('\n') >= 0 || each.indexOf('\r') >= 0) {
                throw new UsageException("an argument has a line break, which no service can be given");
            }
        }
    }
}
