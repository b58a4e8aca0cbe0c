/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** The layers of the library lie upon each other in one order only. The last test proves that the rules saw something. */
class ArchitectureTest {
    private static final String[] LAYERS = {
        "org.linkport.protocol.internal",
        "org.linkport.protocol.value",
        "org.linkport.protocol.frame",
        "org.linkport.protocol.session",
        "org.linkport.protocol.message",
        "org.linkport.protocol.login",
        "org.linkport.protocol.conversation",
        "org.linkport.protocol.throughput",
        "org.linkport.protocol.file.store",
        "org.linkport.protocol.file",
        "org.linkport.protocol.links",
        "org.linkport.protocol.log",
    };

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importUrl(Carrier.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void shouldLetNoLayerKnowWhatLiesAboveIt() {
        for (int low = 0; low < LAYERS.length; low++) {
            for (int high = low + 1; high < LAYERS.length; high++) {
                noClasses()
                        .that()
                        .resideInAPackage(LAYERS[low])
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(LAYERS[high])
                        .check(CLASSES);
            }
        }
    }

    @Test
    void shouldNotReachIntoTheCore() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.linkport.internal..")
                .check(CLASSES);
    }

    @Test
    void shouldHaveSeenTheClasses() {
        assertTrue(CLASSES.size() > 50, () -> "only " + CLASSES.size());
        for (String layer : LAYERS) {
            assertTrue(CLASSES.stream().anyMatch(each -> each.getPackageName().equals(layer)), layer);
        }
    }
}
