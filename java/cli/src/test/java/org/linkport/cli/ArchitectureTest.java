/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The dependency rules of the command, executable. The last test proves that the rules looked at something. */
class ArchitectureTest {
    private static final String BASE = "org.linkport.cli";
    private static final String CLIENT = BASE + ".client";
    private static final List<String> COMMANDS =
            List.of(BASE + ".bench", BASE + ".file", BASE + ".operate", BASE + ".serve", BASE + ".user");

    /** What was compiled together with the command, so no tests. */
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importUrl(LinkportMain.class.getProtectionDomain().getCodeSource().getLocation());

    private static String[] commands() {
        return COMMANDS.toArray(new String[0]);
    }

    @Test
    void shouldKeepTheCommandsApart() {
        for (String command : COMMANDS) {
            String[] others =
                    COMMANDS.stream().filter(each -> !each.equals(command)).toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(command)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others)
                    .check(CLASSES);
        }
    }

    @Test
    void shouldLetOnlyTheMainKnowTheCommands() {
        noClasses()
                .that()
                .resideInAnyPackage(BASE, CLIENT)
                .and()
                .doNotHaveFullyQualifiedName(LinkportMain.class.getName())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(commands())
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(BASE)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(CLIENT)
                .check(CLASSES);
        slices().matching(BASE + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void shouldUseTheLibrariesByWhatTheyExport() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.linkport.internal..",
                        "org.linkport.protocol.internal..",
                        "org.linkport.console.internal..")
                .check(CLASSES);
    }

    @Test
    void shouldKnowTheLogInOnePlaceAndItsTailInAnother() {
        noClasses()
                .that()
                .resideOutsideOfPackages(BASE, BASE + ".serve")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ch.qos.logback..")
                .check(CLASSES);
    }

    @Test
    void shouldEndTheProcessInOnePlace() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(LinkportMain.class.getName())
                .should()
                .callMethod(System.class, "exit", int.class)
                .check(CLASSES);
    }

    @Test
    void shouldNameNothingVaguely() {
        noClasses()
                .should()
                .resideInAnyPackage("..util..", "..common..", "..helper..", "..misc..", "..impl..")
                .check(CLASSES);
        noClasses().should().haveSimpleNameEndingWith("Util").check(CLASSES);
        noClasses().should().haveSimpleNameEndingWith("Manager").check(CLASSES);
    }

    @Test
    void shouldHaveSeenTheWholeModule() {
        assertTrue(CLASSES.size() > 50, () -> "classes seen: " + CLASSES.size());
        assertTrue(CLASSES.containPackage(CLIENT), CLIENT);
        COMMANDS.forEach(each -> assertTrue(CLASSES.containPackage(each), each));
    }
}
