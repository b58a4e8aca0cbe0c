/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service.scm;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.AppenderBase;
import com.sun.jna.Native;
import com.sun.jna.platform.win32.Advapi32;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.linkport.Linkport;
import org.linkport.service.ServiceCommand;
import org.slf4j.LoggerFactory;

/** A runnable jar of {@link FixtureMain} that names everything it needs where it lies. */
final class FixtureJar {
    private FixtureJar() {}

    static Path createIn(Path folder) throws IOException {
        List<Class<?>> needed = List.of(
                FixtureMain.class,
                ServiceCommand.class,
                Linkport.class,
                Native.class,
                Advapi32.class,
                LoggerFactory.class,
                LoggerContext.class,
                AppenderBase.class);
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, FixtureMain.class.getName());
        attributes.put(
                Attributes.Name.CLASS_PATH,
                needed.stream().map(FixtureJar::location).distinct().collect(Collectors.joining(" ")));
        Path jar = folder.resolve("fixture service.jar");
        try (OutputStream file = Files.newOutputStream(jar)) {
            new JarOutputStream(file, manifest).close();
        }
        return jar;
    }

    private static String location(Class<?> type) {
        URL url = type.getProtectionDomain().getCodeSource().getLocation();
        return url.toString();
    }
}
