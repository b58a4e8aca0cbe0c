/* SPDX-License-Identifier: Apache-2.0 */
#include "rules.h"

#include <stddef.h>

const rule_family RULE_FAMILIES[] = {
    {"ports", RULES_PORTS},
    {"accepting", RULES_ACCEPTING},
    {"connecting", RULES_CONNECTING},
    {"receiving", RULES_RECEIVING},
    {"sending", RULES_SENDING},
    {"closing", RULES_CLOSING},
    {"cancelling", RULES_CANCELLING},
    {"options", RULES_OPTIONS},
    {"memory", RULES_MEMORY},
    {"files", RULES_FILES},
    {NULL, NULL},
};
