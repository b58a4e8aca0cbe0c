/* SPDX-License-Identifier: Apache-2.0 */
#include "abi.h"

#include "linkport.h"

#define AT(record, field) (int32_t) offsetof(record, field)

/* In the order of org.linkport.internal.iocp.Abi. */
static const int32_t ABI[] = {
    sizeof(lp_command),
    AT(lp_command, kind),
    AT(lp_command, size),
    AT(lp_command, target),
    AT(lp_command, data),
    AT(lp_command, millis),
    AT(lp_command, address),
    AT(lp_command, local),
    sizeof(lp_event),
    AT(lp_event, kind),
    AT(lp_event, status),
    AT(lp_event, os_code),
    AT(lp_event, size),
    AT(lp_event, link),
    AT(lp_event, cookie),
    AT(lp_event, data),
    AT(lp_event, chunk),
    AT(lp_event, peer),
    AT(lp_event, local),
    sizeof(lp_address),
    AT(lp_address, family),
    AT(lp_address, tcp_port),
    AT(lp_address, scope),
    AT(lp_address, bytes),
    sizeof(lp_stats),
    AT(lp_stats, accepts_failed),
    AT(lp_stats, reads),
    AT(lp_stats, receives_filled),
    AT(lp_stats, operations[LP_OPERATION_SEND].posted),
    AT(lp_stats, operations[LP_OPERATION_SEND].inlined),
    AT(lp_stats, chunks_free),
    AT(lp_stats, unexpected),
    LP_COMMAND_SEND,
    LP_COMMAND_PAUSE,
    LP_COMMAND_RESUME,
    LP_COMMAND_SHUTDOWN_OUTPUT,
    LP_COMMAND_CLOSE,
    LP_COMMAND_ABORT,
    LP_COMMAND_CONNECT,
    LP_COMMAND_RETAIN,
    LP_COMMAND_RELEASE,
    LP_COMMAND_STOP,
    LP_EVENT_ACCEPTED,
    LP_EVENT_CONNECTED,
    LP_EVENT_CONNECT_FAILED,
    LP_EVENT_RECEIVED,
    LP_EVENT_RECEIVE_END,
    LP_EVENT_SENT,
    LP_EVENT_CLOSED,
    LP_EVENT_LISTENER_CLOSED,
    LP_EVENT_STOPPED,
    LP_EVENT_STOP_OVERDUE,
    LP_REASON_LOCAL_CLOSE,
    LP_REASON_PEER_CLOSE,
    LP_REASON_LOCAL_ABORT,
    LP_REASON_RESET,
    LP_REASON_DRAIN_TIMEOUT,
    LP_REASON_SHUTDOWN,
    LP_REASON_HANDLER_ERROR,
    LP_REASON_REFUSED,
    LP_REASON_UNREACHABLE,
    LP_REASON_CONNECT_TIMEOUT,
    LP_REASON_NO_RESOURCES,
    LP_REASON_LIMIT,
    LP_REASON_ADDRESS,
    LP_REASON_OS_ERROR,
    LP_NO_MEMORY,
    LP_NO_RESOURCES,
    LP_STOPPING,
    LP_BUSY,
    LP_UNSUPPORTED,
    LP_ADDRESS_IN_USE,
    LP_ADDRESS_NOT_LOCAL,
    LP_ACCESS_DENIED,
    (int32_t)LP_DUAL_STACK,
    (int32_t)LP_NAGLE,
    (int32_t)LP_NEVER_SKIP,
};

enum { ABI_COUNT = sizeof ABI / sizeof ABI[0] };

int32_t abi_value(int32_t index) {
    if (index == -1) {
        return ABI_COUNT;
    }
    return index >= 0 && index < ABI_COUNT ? ABI[index] : -1;
}
