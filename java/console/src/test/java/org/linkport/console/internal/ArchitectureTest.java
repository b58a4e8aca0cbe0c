/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.linkport.console.Console;

/** The dependency rules of the module, executable. The last test proves that the rules looked at something. */
class ArchitectureTest {
    private static final String BASE = "org.linkport.console";

    /** What was compiled together with the API, so no tests. */
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importUrl(Console.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void shouldNeedWhatIsOptionalInOnePlaceEach() {
        noClasses()
                .that()
                .resideOutsideOfPackage(BASE + ".metrics")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.micrometer..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage(BASE + ".logback")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ch.qos.logback..")
                .check(CLASSES);
    }

    @Test
    void shouldKnowHttpInOnePlace() {
        noClasses()
                .that()
                .resideOutsideOfPackage(BASE + ".internal.http")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.sun.net.httpserver..")
                .check(CLASSES);
    }

    @Test
    void shouldNotReachIntoCore() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.linkport.internal..")
                .check(CLASSES);
    }

    @Test
    void shouldPointDownwards() {
        slices().matching(BASE + ".internal.(*)..").should().beFreeOfCycles().check(CLASSES);
        noClasses()
                .that()
                .resideInAnyPackage(BASE + ".internal.json", BASE + ".internal.history", BASE + ".internal.http")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(BASE + ".internal.links", BASE + ".internal.stream", BASE + ".internal.page")
                .check(CLASSES);
    }

    @Test
    void shouldHaveSeenTheWholeModule() {
        assertTrue(CLASSES.size() > 40, () -> "classes seen: " + CLASSES.size());
        for (String each :
                List.of("", ".metrics", ".logback", ".internal.http", ".internal.links", ".internal.stream")) {
            assertTrue(CLASSES.containPackage(BASE + each), each);
        }
    }
}
