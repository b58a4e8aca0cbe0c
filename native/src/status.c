/* SPDX-License-Identifier: Apache-2.0 */
#include "status.h"

/* Names as in winerror.h; here so that this file needs no header of the system. */
enum {
    CODE_NOT_ENOUGH_MEMORY = 8,
    CODE_OUT_OF_MEMORY = 14,
    CODE_HANDLE_EOF = 38,
    CODE_NETNAME_DELETED = 64,
    CODE_SEM_TIMEOUT = 121,
    CODE_OPERATION_ABORTED = 995,
    CODE_CONNECTION_REFUSED = 1225,
    CODE_NETWORK_UNREACHABLE = 1231,
    CODE_HOST_UNREACHABLE = 1232,
    CODE_PORT_UNREACHABLE = 1234,
    CODE_CONNECTION_ABORTED = 1236,
    CODE_COMMITMENT_LIMIT = 1455,
    CODE_EACCES = 10013,
    CODE_EINVAL = 10022,
    CODE_EMFILE = 10024,
    CODE_ENOTSOCK = 10038,
    CODE_EAFNOSUPPORT = 10047,
    CODE_EADDRINUSE = 10048,
    CODE_EADDRNOTAVAIL = 10049,
    CODE_ENETUNREACH = 10051,
    CODE_ENETRESET = 10052,
    CODE_ECONNABORTED = 10053,
    CODE_ECONNRESET = 10054,
    CODE_ENOBUFS = 10055,
    CODE_ESHUTDOWN = 10058,
    CODE_ETIMEDOUT = 10060,
    CODE_ECONNREFUSED = 10061,
    CODE_EHOSTUNREACH = 10065
};

typedef struct status__nt {
    uint32_t nt;
    uint32_t code;
} status__nt;

/* ntstatus.h values with the Winsock code that WSAGetOverlappedResult answers for them. */
static const status__nt STATUS_NT[] = {
    {0xC0000008u, CODE_ENOTSOCK},          /* INVALID_HANDLE */
    {0xC0000011u, CODE_HANDLE_EOF},        /* END_OF_FILE */
    {0xC0000017u, CODE_ENOBUFS},           /* NO_MEMORY */
    {0xC000009Au, CODE_ENOBUFS},           /* INSUFFICIENT_RESOURCES */
    {0xC00000A1u, CODE_ENOBUFS},           /* WORKING_SET_QUOTA */
    {0xC0000044u, CODE_ENOBUFS},           /* QUOTA_EXCEEDED */
    {0xC00000B5u, CODE_ETIMEDOUT},         /* IO_TIMEOUT */
    {0xC00000BEu, CODE_ENETUNREACH},       /* BAD_NETWORK_PATH */
    {0xC00000C3u, CODE_ECONNRESET},        /* INVALID_NETWORK_RESPONSE */
    {0xC00000C4u, CODE_ECONNRESET},        /* UNEXPECTED_NETWORK_ERROR */
    {0xC00000C9u, CODE_ECONNRESET},        /* NETWORK_NAME_DELETED */
    {0xC0000120u, CODE_OPERATION_ABORTED}, /* CANCELLED */
    {0xC000013Bu, CODE_ECONNABORTED},      /* LOCAL_DISCONNECT */
    {0xC000013Cu, CODE_ECONNRESET},        /* REMOTE_DISCONNECT */
    {0xC000013Du, CODE_ENOBUFS},           /* REMOTE_RESOURCES */
    {0xC000013Eu, CODE_ECONNRESET},        /* LINK_FAILED */
    {0xC000013Fu, CODE_ETIMEDOUT},         /* LINK_TIMEOUT */
    {0xC0000140u, CODE_ECONNRESET},        /* INVALID_CONNECTION */
    {0xC0000141u, CODE_EADDRNOTAVAIL},     /* INVALID_ADDRESS */
    {0xC000020Au, CODE_EADDRINUSE},        /* ADDRESS_ALREADY_EXISTS */
    {0xC000020Cu, CODE_ECONNRESET},        /* CONNECTION_DISCONNECTED */
    {0xC000020Du, CODE_ECONNRESET},        /* CONNECTION_RESET */
    {0xC0000236u, CODE_ECONNREFUSED},      /* CONNECTION_REFUSED */
    {0xC0000237u, CODE_ESHUTDOWN},         /* GRACEFUL_DISCONNECT */
    {0xC000023Cu, CODE_ENETUNREACH},       /* NETWORK_UNREACHABLE */
    {0xC000023Du, CODE_EHOSTUNREACH},      /* HOST_UNREACHABLE */
    {0xC000023Eu, CODE_ENETUNREACH},       /* PROTOCOL_UNREACHABLE */
    {0xC000023Fu, CODE_ECONNRESET},        /* PORT_UNREACHABLE */
    {0xC0000240u, CODE_OPERATION_ABORTED}, /* REQUEST_ABORTED */
    {0xC0000241u, CODE_ECONNABORTED},      /* CONNECTION_ABORTED */
};

uint32_t status_code_of_nt(uint32_t nt_status) {
    if (nt_status == 0) {
        return 0;
    }
    for (size_t i = 0; i < sizeof STATUS_NT / sizeof STATUS_NT[0]; i++) {
        if (STATUS_NT[i].nt == nt_status) {
            return STATUS_NT[i].code;
        }
    }
    return nt_status;
}

bool status_is_shortage(uint32_t code) {
    switch (code) {
    case CODE_NOT_ENOUGH_MEMORY:
    case CODE_OUT_OF_MEMORY:
    case CODE_COMMITMENT_LIMIT:
    case CODE_EMFILE:
    case CODE_ENOBUFS:
        return true;
    default:
        return false;
    }
}

lp_status status_of_code(uint32_t code) {
    if (status_is_shortage(code)) {
        return LP_NO_RESOURCES;
    }
    switch (code) {
    case 0:
        return LP_OK;
    case CODE_EACCES:
        return LP_ACCESS_DENIED;
    case CODE_EAFNOSUPPORT:
        return LP_UNSUPPORTED;
    case CODE_EADDRINUSE:
        return LP_ADDRESS_IN_USE;
    case CODE_EADDRNOTAVAIL:
        return LP_ADDRESS_NOT_LOCAL;
    default:
        return LP_OS_ERROR;
    }
}

lp_status status_with_code(lp_status status, uint32_t code, uint32_t *os_code_out) {
    if (os_code_out != NULL) {
        *os_code_out = code;
    }
    return status;
}

lp_reason status_reason_of_stream(uint32_t code) {
    if (status_is_shortage(code)) {
        return LP_REASON_NO_RESOURCES;
    }
    switch (code) {
    case CODE_NETNAME_DELETED: /* ours or the peer's close: whoever asks closed nothing, so it is the peer's */
    case CODE_SEM_TIMEOUT:
    case CODE_CONNECTION_ABORTED:
    case CODE_ENETRESET:
    case CODE_ECONNABORTED:
    case CODE_ECONNRESET:
    case CODE_ESHUTDOWN:
    case CODE_ETIMEDOUT:
    case CODE_PORT_UNREACHABLE:
        return LP_REASON_RESET;
    default:
        return LP_REASON_OS_ERROR;
    }
}

lp_reason status_reason_of_connect(uint32_t code) {
    if (status_is_shortage(code)) {
        return LP_REASON_NO_RESOURCES;
    }
    switch (code) {
    case CODE_CONNECTION_REFUSED:
    case CODE_ECONNREFUSED:
    case CODE_PORT_UNREACHABLE:
        return LP_REASON_REFUSED;
    case CODE_NETWORK_UNREACHABLE:
    case CODE_HOST_UNREACHABLE:
    case CODE_ENETUNREACH:
    case CODE_EHOSTUNREACH:
        return LP_REASON_UNREACHABLE;
    case CODE_SEM_TIMEOUT:
    case CODE_ETIMEDOUT:
        return LP_REASON_CONNECT_TIMEOUT;
    case CODE_EACCES:
    case CODE_EINVAL:
    case CODE_EAFNOSUPPORT:
    case CODE_EADDRINUSE:
    case CODE_EADDRNOTAVAIL:
        return LP_REASON_ADDRESS;
    case CODE_NETNAME_DELETED:
    case CODE_ECONNABORTED:
    case CODE_ECONNRESET:
        return LP_REASON_RESET;
    default:
        return LP_REASON_OS_ERROR;
    }
}

static const char *const STATUS_TEXT[] = {
    "ok",
    "an argument is out of range",
    "the system refused memory",
    "handles, buffers or ports are used up",
    "the id names nothing that lives",
    "the port is stopping",
    "the kernel still owns operations",
    "this system or address family cannot do it",
    "another socket has the address",
    "no interface of this machine has the address",
    "the system forbids it",
    "called by a thread that is not the owner",
    "the system reported an error",
};

static const char *const REASON_TEXT[] = {
    "none",
    "closed by us",
    "closed by the peer",
    "aborted by us",
    "reset by the peer or the network",
    "not drained before the deadline",
    "shut down",
    "a handler failed",
    "refused",
    "unreachable",
    "no answer in time",
    "out of resources",
    "at the limit of links",
    "an address cannot be used",
    "the system reported an error",
    "no data in time",
    "a file cannot be sent",
};

enum { REASON_TEXTS = sizeof REASON_TEXT / sizeof REASON_TEXT[0] };

_Static_assert(sizeof STATUS_TEXT / sizeof STATUS_TEXT[0] == LP_OS_ERROR + 1, "a text for each status");
_Static_assert(REASON_TEXTS == LP_REASON_FILE + 1, "a text for each reason");

const char *lp_status_text(uint32_t status) {
    return status <= LP_OS_ERROR ? STATUS_TEXT[status] : "unknown status";
}

const char *lp_reason_text(uint32_t reason) {
    return reason < REASON_TEXTS ? REASON_TEXT[reason] : "unknown reason";
}
