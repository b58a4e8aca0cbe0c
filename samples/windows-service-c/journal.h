/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an operator should know: entries of the event log, or lines on the standard error on a console. Any thread. An
 * entry that cannot be written is lost; nothing here fails.
 */
#ifndef JOURNAL_H
#define JOURNAL_H

#include <stdbool.h>
#include <wchar.h>

/* The texts of messages.mc, one event id for each. */
typedef enum journal_entry {
    JOURNAL_LISTENING,
    JOURNAL_STOPPING,
    JOURNAL_STOPPED,
    JOURNAL_START_WAITS,
    JOURNAL_CUT_OFF,
    JOURNAL_START_FAILED,
    JOURNAL_STOP_OVERDUE
} journal_entry;

typedef struct journal {
    void *log; /* HANDLE of the event log, NULL: the standard error */
} journal;

/* To the event log, in the name of a source; NULL: to the standard error. */
void journal_open(journal *j, const wchar_t *source);
void journal_close(journal *j);

/* format and what it makes are UTF-8. */
void journal_write(journal *j, journal_entry entry, const char *format, ...);

/*
 * Tells the event log where the texts of a source are: in this program. Answers the code of the system, 0 for success.
 * Needs the rights of an administrator.
 */
unsigned long journal_source_add(const wchar_t *source, const wchar_t *program);
unsigned long journal_source_remove(const wchar_t *source);

#endif
