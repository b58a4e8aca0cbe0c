/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service.scm;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A service of its own for each test, of which nothing stays. */
abstract class InstalledService {
    Fixture fixture;

    @BeforeEach
    void create() throws Exception {
        fixture = new Fixture();
    }

    @AfterEach
    void remove() throws Exception {
        fixture.remove();
    }
}
