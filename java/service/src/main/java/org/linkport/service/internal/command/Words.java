/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service.internal.command;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A command line, read from left to right: options first, then what is the program's. */
final class Words {
    private final List<String> all;
    private int next;

    Words(List<String> all) {
        this.all = all;
    }

    /** The next word if it is an option; null at the first that is none, and at {@code --}, which is read. */
    @Nullable
    String option() {
        if (next == all.size() || !all.get(next).startsWith("--")) {
            return null;
        }
        String word = all.get(next++);
        return word.equals("--") ? null : word;
    }

    /** The value of that option. */
    String value(String option) throws UsageException {
        if (next == all.size()) {
            throw new UsageException(option + " needs a value");
        }
        return all.get(next++);
    }

    /** Everything that is left. */
    List<String> rest() {
        return List.copyOf(all.subList(next, all.size()));
    }

    void end() throws UsageException {
        if (next < all.size()) {
            throw new UsageException("'" + all.get(next) + "' is too much");
        }
    }
}
