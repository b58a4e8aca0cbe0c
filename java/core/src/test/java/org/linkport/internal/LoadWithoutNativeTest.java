/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.linkport.Engine;
import org.linkport.EngineUnavailableException;
import org.linkport.Linkport;

/** Attacks class initialisers of the native engine: none may need the library, and its absence has a cause. */
class LoadWithoutNativeTest {
    @Test
    void shouldInitialiseEveryClassWithoutTheLibrary() {
        List<String> failed = new ArrayList<>();
        int classes = 0;
        for (JavaClass found : new ClassFileImporter().importPackages("org.linkport.internal.iocp")) {
            classes++;
            try {
                Class.forName(found.getName(), true, getClass().getClassLoader());
            } catch (ClassNotFoundException | LinkageError e) {
                failed.add(found.getName() + ": " + e);
            }
        }
        assertTrue(classes > 0, "no class was looked at");
        assertEquals(List.of(), failed);
    }

    @Test
    void shouldNameACauseWhereTheLibraryCannotRun() {
        if (System.getProperty("os.name").startsWith("Windows")) {
            return; // there it runs; the contract suite says so
        }
        EngineUnavailableException cause = assertThrows(
                EngineUnavailableException.class,
                () -> Linkport.builder().engine(Engine.IOCP).open());
        assertTrue(cause.getMessage().contains(System.getProperty("os.name")), cause::getMessage);
    }
}
