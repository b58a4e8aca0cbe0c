/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service.internal;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.linkport.service.ServiceMain;

/** The dependency rules of the module, executable. The last test proves that the rules looked at something. */
class ArchitectureTest {
    private static final String API = "org.linkport.service";
    private static final String LOGBACK = "org.linkport.service.logback";
    private static final String COMMAND = "org.linkport.service.internal.command";
    private static final String LIFE = "org.linkport.service.internal.life";
    private static final String SYSTEMD = "org.linkport.service.internal.systemd";
    private static final String WINDOWS = "org.linkport.service.internal.windows";

    /** What was compiled together with the API, so no tests. */
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importUrl(ServiceMain.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void shouldServeAnyProgramWithoutLinkport() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "com.sun.jna..",
                        "ch.qos.logback..",
                        "org.jspecify..",
                        API,
                        LOGBACK,
                        COMMAND,
                        LIFE,
                        SYSTEMD,
                        WINDOWS)
                .check(CLASSES);
    }

    @Test
    void shouldNeedLogbackForTheAppenderOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage(LOGBACK)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ch.qos.logback..", LOGBACK)
                .check(CLASSES);
    }

    @Test
    void shouldKnowOperatingSystemsWhereTheyAreNamed() {
        noClasses()
                .that()
                .resideOutsideOfPackages(WINDOWS, SYSTEMD)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.sun.jna..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAnyPackage(LIFE, SYSTEMD)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(COMMAND, WINDOWS)
                .check(CLASSES);
    }

    @Test
    void shouldHaveSeenTheWholeModule() {
        assertTrue(CLASSES.size() > 40, () -> "classes seen: " + CLASSES.size());
        for (String each : List.of(API, LOGBACK, COMMAND, LIFE, SYSTEMD, WINDOWS)) {
            assertTrue(CLASSES.containPackage(each), each);
        }
    }
}
