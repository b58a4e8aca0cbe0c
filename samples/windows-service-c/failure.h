/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Why the service ended, if not because it was asked to: the service-specific exit code, as `sc query` shows it and
 * docs/windows-service.md lists it. The numbers stay.
 */
#ifndef FAILURE_H
#define FAILURE_H

typedef enum failure {
    FAILURE_NONE = 0,
    FAILURE_CONFIGURATION = 1,  /* the file is missing, cannot be read, or says what is not permitted */
    FAILURE_ADDRESS_IN_USE = 2, /* another socket has the address */
    FAILURE_ADDRESS = 3,        /* no interface of this machine has the address, or its family is missing */
    FAILURE_ACCESS = 4,         /* the system forbids to listen there */
    FAILURE_RESOURCES = 5,      /* memory, handles, threads */
    FAILURE_SYSTEM = 6,         /* anything else of the system; the event log has its code */
    FAILURE_STOP_OVERDUE = 7    /* the stop did not come to its end; the process left without it */
} failure;

/* Short, in English. */
const char *failure_text(failure why);

#endif
