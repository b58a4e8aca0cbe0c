/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.linkport.Linkport;

/** The dependency rules of the design, executable. The last test proves that the rules looked at something. */
class ArchitectureTest {
    private static final String API = "org.linkport";
    private static final String ROOT = "org.linkport.internal";
    private static final String ENGINE = "org.linkport.internal.engine";
    private static final String NIO = "org.linkport.internal.nio";
    private static final String IOCP = "org.linkport.internal.iocp";
    private static final String BUFFER = "org.linkport.internal.buffer";
    private static final String STATS = "org.linkport.internal.stats";
    private static final String JFR = "org.linkport.internal.jfr";
    private static final String JMX = "org.linkport.internal.jmx";

    /** What was compiled together with the API, so no tests. */
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importUrl(Linkport.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void shouldKeepTheEnginesApart() {
        noClasses()
                .that()
                .resideInAPackage(NIO)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(IOCP)
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(IOCP)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(NIO)
                .check(CLASSES);
    }

    @Test
    void shouldLetOnlyTheRootKnowTheEngines() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT, NIO, IOCP)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(NIO, IOCP)
                .check(CLASSES);
    }

    @Test
    void shouldKeepLeavesFreeOfWhatIsAbove() {
        noClasses()
                .that()
                .resideInAnyPackage(BUFFER, STATS, JFR, JMX)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT, ENGINE, NIO, IOCP)
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(BUFFER)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(API, STATS)
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(STATS)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(BUFFER)
                .check(CLASSES);
    }

    @Test
    void shouldReachOptionalModulesByOnePackageEach() {
        noClasses()
                .that()
                .resideOutsideOfPackage(JFR)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jdk.jfr..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage(JMX)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javax.management..", "java.lang.management..")
                .check(CLASSES);
    }

    @Test
    void shouldLetTheApiKnowNothingInternalButTheChoice() {
        noClasses()
                .that()
                .resideInAPackage(API)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ENGINE, NIO, IOCP, BUFFER, STATS, JFR, JMX)
                .check(CLASSES);
    }

    @Test
    void shouldWriteNoLogWhereBytesFlow() {
        noClasses()
                .that()
                .resideInAnyPackage(ENGINE, NIO, IOCP, BUFFER, STATS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.slf4j..", "java.util.logging..")
                .check(CLASSES);
    }

    @Test
    void shouldNameNothingVaguely() {
        noClasses()
                .should()
                .resideInAnyPackage("..util..", "..common..", "..helper..", "..misc..")
                .check(CLASSES);
        noClasses().should().haveSimpleNameEndingWith("Util").check(CLASSES);
        noClasses().should().haveSimpleNameEndingWith("Manager").check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(API)
                .should()
                .haveSimpleNameEndingWith("Impl")
                .check(CLASSES);
    }

    @Test
    void shouldKnowEveryPackage() {
        classes()
                .should()
                .resideInAnyPackage(API, ROOT, ENGINE, NIO, IOCP, BUFFER, STATS, JFR, JMX)
                .check(CLASSES);
    }

    @Test
    void shouldHaveSeenTheWholeModule() {
        assertTrue(CLASSES.size() > 60, () -> "classes seen: " + CLASSES.size());
        for (String each : List.of(API, ROOT, ENGINE, NIO, IOCP, BUFFER, STATS, JFR, JMX)) {
            assertTrue(CLASSES.containPackage(each), each);
        }
    }
}
