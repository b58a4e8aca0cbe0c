/* SPDX-License-Identifier: Apache-2.0 */
/* Every rule: a number that stays, what Windows does, who says so, and the script that tries it. */
#ifndef CONFORMANCE_RULES_H
#define CONFORMANCE_RULES_H

#include <stdint.h>

typedef struct rule {
    uint32_t number;
    const char *text;
    const char *source; /* a page of Microsoft's documentation, a trap of ours (T7), a test of Wine's suite */
    void (*run)(void);
} rule;

/* A family of rules; the last has the number 0. */
extern const rule RULES_ACCEPTING[];
extern const rule RULES_CANCELLING[];
extern const rule RULES_CLOSING[];
extern const rule RULES_CONNECTING[];
extern const rule RULES_FILES[];
extern const rule RULES_MEMORY[];
extern const rule RULES_OPTIONS[];
extern const rule RULES_PORTS[];
extern const rule RULES_RECEIVING[];
extern const rule RULES_SENDING[];

typedef struct rule_family {
    const char *name;
    const rule *rules;
} rule_family;

extern const rule_family RULE_FAMILIES[]; /* the last has no name */

#endif
