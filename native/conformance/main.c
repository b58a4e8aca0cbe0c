/* SPDX-License-Identifier: Apache-2.0 */
/* linkport-conformance: what Windows does, tried rule by rule. See docs/conformance.md. */
#include "listed.h"
#include "rules.h"
#include "script.h"
#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char HELP[] =
    "linkport-conformance tries, rule by rule, whether Windows does what Linkport expects of it.\n"
    "It opens TCP ports on the loopback interface only, needs no rights and takes about half a minute.\n"
    "\n"
    "  linkport-conformance            tries every rule and prints a table\n"
    "  --rule N                        tries only that one; may be given several times\n"
    "  --list                          prints the rules with their sources and tries none\n"
    "  --listed FILE                   differences that are known, as native/conformance/differences.txt\n"
    "  --help                          this text\n"
    "\n"
    "Results: pass; differs, with what was found instead on the next line; listed, the same but in the file;\n"
    "not here, a rule that needs what this machine lacks. The exit code is 0 if no rule differs.\n"
    "If a rule differs on your Windows, please tell us: the whole output, and how old the machine's last update is.\n";

enum { ONLY_MAX = 64 };

static uint32_t only[ONLY_MAX];
static uint32_t only_count;
static uint32_t counts[SCRIPT_OUTCOMES];

static bool main__wanted(const rule *r) {
    bool wanted = only_count == 0;
    for (uint32_t i = 0; i < only_count; i++) {
        wanted = wanted || only[i] == r->number;
    }
    return wanted;
}

static void main__try(const rule *r) {
    static const char *const WORDS[SCRIPT_OUTCOMES] = {"pass", "differs", "not here", "listed"};
    for (uint32_t round = 0; round < world_rounds(); round++) {
        world_begin(round);
        script_run(r->run);
        world_end();
        if (script.outcome != SCRIPT_PASS) {
            break;
        }
    }
    if (script.outcome == SCRIPT_DIFFERS && listed_has(r->number)) {
        script.outcome = SCRIPT_LISTED;
    }
    counts[script.outcome]++;
    printf("%4u  %-8s  %-88s  %s\n", r->number, WORDS[script.outcome], r->text, r->source);
    if (script.outcome != SCRIPT_PASS) {
        printf("      found: %s\n", script.found);
    }
    fflush(stdout);
}

static void main__list(const rule *r) {
    printf("%4u  %s\n      %s\n", r->number, r->text, r->source);
}

static uint32_t main__each(void (*act)(const rule *)) {
    uint32_t count = 0;
    for (const rule_family *f = RULE_FAMILIES; f->name != NULL; f++) {
        for (const rule *r = f->rules; r->number != 0; r++) {
            if (main__wanted(r)) {
                act(r);
                count++;
            }
        }
    }
    return count;
}

static int main__run(void) {
    char name[120];
    world_name(name, sizeof name);
    printf("Linkport conformance on %s\n\n  no  result    %-88s  source\n", name, "rule");
    uint32_t count = main__each(main__try);
    printf("\nconformance: rules=%u pass=%u differs=%u listed=%u not-here=%u\n", count, counts[SCRIPT_PASS],
           counts[SCRIPT_DIFFERS], counts[SCRIPT_LISTED], counts[SCRIPT_NOT_HERE]);
    if (count == 0) {
        printf("no rule has that number; --list shows all\n");
    }
    return count > 0 && counts[SCRIPT_DIFFERS] == 0 ? 0 : 1;
}

static int main__usage(const char *word, const char *value) {
    fprintf(stderr, "linkport-conformance: cannot use '%s%s%s'\n\n%s", word, value != NULL ? " " : "",
            value != NULL ? value : "", HELP);
    return 2;
}

static bool main__option(const char *word, const char *value) {
    if (strcmp(word, "--rule") == 0 && only_count < ONLY_MAX) {
        char *end = NULL;
        only[only_count++] = (uint32_t)strtoul(value, &end, 10);
        return *end == '\0' && end != value;
    }
    return strcmp(word, "--listed") == 0 && listed_read(value);
}

int main(int count, char **words) {
    bool list = false;
    for (int i = 1; i < count; i++) {
        if (strcmp(words[i], "--help") == 0 || strcmp(words[i], "-h") == 0 || strcmp(words[i], "/?") == 0) {
            printf("%s", HELP);
            return 0;
        }
        if (strcmp(words[i], "--list") == 0) {
            list = true;
        } else if (i + 1 == count || !main__option(words[i], words[i + 1])) {
            return main__usage(words[i], words[i + 1]);
        } else {
            i++;
        }
    }
    if (list) {
        return main__each(main__list) > 0 ? 0 : 1;
    }
    return main__run();
}
