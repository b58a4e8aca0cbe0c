/* SPDX-License-Identifier: Apache-2.0 */
/* AcceptEx, ConnectEx, WSARecv and WSASend. */
#include "addr.h"
#include "sim_event.h"
#include "sim_net.h"
#include "sim_socket.h"

#include <string.h>

/* The listening socket never skips: even an immediate success queues its packet (T13). */
uint32_t sys_accept(const sys_network *network, sys_socket listener, sys_socket handle, void *addresses,
                    sys_overlapped *overlapped) {
    (void)network;
    sim_socket *l = sim_socket_of(listener, "AcceptEx");
    sim_socket *s = sim_socket_of(handle, "AcceptEx");
    uint32_t error = sim_fault(SIM_ACCEPT);
    bool fresh = !s->bound && !s->accepting && s->end == NULL && s->port == NULL;
    SIM_MISUSE(l->listening, 10022, "AcceptEx on a socket that does not listen"); /* wine: test_AcceptEx */
    SIM_MISUSE(fresh, 10022, "AcceptEx into a used socket (T38, T57)");
    SIM_MISUSE(s->family == l->family, 10022, "AcceptEx into a socket of another family (T38)");
    if (error != 0) {
        return error;
    }
    sim_op_begin(&s->in, SIM_OP_ACCEPT, overlapped);
    s->accepting = true;
    s->in.listener = l;
    s->in.addresses = addresses;
    s->in.port = l->port; /* T40: the packet comes with the listener's key */
    s->in.key = l->key;
    sim_op_pend(&s->in);
    return sim_chance(sim.knobs.immediate) && s->in.state == SIM_OP_QUEUED && s->end != NULL ? 0 : SYS_PENDING;
}

uint32_t sys_accept_update(sys_socket listener, sys_socket handle) {
    sim_socket *l = sim_socket_of(listener, "SO_UPDATE_ACCEPT_CONTEXT");
    sim_socket *s = sim_socket_of(handle, "SO_UPDATE_ACCEPT_CONTEXT");
    uint32_t error = sim_fault(SIM_ACCEPT_UPDATE);
    SIM_RULE(s->end != NULL && s->accepted_by == l, "SO_UPDATE_ACCEPT_CONTEXT with another listener");
    if (error == 0 && s->end->reset && sim_chance(300)) {
        error = 10057; /* the connection is gone already */
    }
    s->updated = error == 0;
    return error;
}

void sys_accept_addresses(const sys_network *network, void *addresses, sys_address *local_out, sys_address *peer_out) {
    (void)network;
    sim.calls++;
    memcpy(local_out, addresses, sizeof *local_out);
    memcpy(peer_out, (char *)addresses + SYS_ACCEPT_ADDRESS_BYTES, sizeof *peer_out);
}

uint32_t sys_connect(const sys_network *network, sys_socket handle, const sys_address *address,
                     sys_overlapped *overlapped) {
    (void)network;
    sim_socket *s = sim_socket_of(handle, "ConnectEx");
    uint32_t error = sim_fault(SIM_CONNECT);
    SIM_MISUSE(s->bound && !s->listening, 10022, "ConnectEx on a socket that is not bound (T42)");
    SIM_RULE(!s->any_port || s->shares_port || sim.knobs.tolerant,
             "ConnectEx from a port of the system's choice that no other may share (T46)");
    SIM_MISUSE(s->end == NULL, 10056, "ConnectEx on a connected socket"); /* LPFN_CONNECTEX */
    SIM_RULE(s->in.state == SIM_OP_IDLE, "ConnectEx on a used socket (T44)");
    if (error != 0) {
        return error;
    }
    addr_from_sys(address, &s->in.target);
    if (addr_is_wildcard(&s->in.target)) {
        return 10049; /* LPFN_CONNECTEX */
    }
    SIM_RULE(addr_sys_family(&s->in.target) == s->family, "ConnectEx to an address of another family");
    sim_op_begin(&s->in, SIM_OP_CONNECT, overlapped);
    s->in.port = s->port;
    s->in.key = s->key;
    return sim_op_pend(&s->in);
}

uint32_t sys_connect_update(sys_socket handle) {
    sim_socket *s = sim_socket_of(handle, "SO_UPDATE_CONNECT_CONTEXT");
    uint32_t error = sim_fault(SIM_CONNECT_UPDATE);
    SIM_MISUSE(s->end != NULL, SIM_NOT_CONNECTED, "SO_UPDATE_CONNECT_CONTEXT on a socket that is not connected");
    s->updated = error == 0;
    return error;
}

static void transfer__begin(sim_socket *s, sim_op *op, sim_op_kind kind, sys_overlapped *overlapped) {
    sim_op_begin(op, kind, overlapped);
    op->port = s->port;
    op->key = s->key;
}

uint32_t sys_receive(sys_socket handle, void *memory, uint32_t size, uint32_t *count_out, sys_overlapped *overlapped) {
    sim_socket *s = sim_socket_connected(handle, "WSARecv");
    uint32_t error = s->end == NULL ? SIM_NOT_CONNECTED : sim_fault(SIM_RECEIVE);
    SIM_RULE(s->in.state == SIM_OP_IDLE, "a second WSARecv (T66)");
    SIM_RULE((memory == NULL) == (size == 0), "WSARecv of %u bytes", size);
    *count_out = 0;
    if (error != 0) {
        return error;
    }
    if (s->end->reset && sim_chance(sim.knobs.immediate)) {
        return sim_chance(800) ? 10054 : 10053;
    }
    SIM_MISUSE(sim_event_is_valid(overlapped->event), 10038, "WSARecv with a dirty hEvent (T7)");
    transfer__begin(s, &s->in, SIM_OP_RECEIVE, overlapped);
    s->end->listened_at = sim.now;
    s->drained = false;
    s->in.memory = memory;
    s->in.size = size;
    if (memory != NULL) {
        memset(memory, 0xEE, size); /* the kernel's until it completes */
    }
    if (sim_end_is_readable(s->end) && !s->end->reset && sim_chance(sim.knobs.immediate)) {
        *count_out = sim_op_take(&s->in);
        return sim_op_done(&s->in, *count_out);
    }
    return sim_op_pend(&s->in);
}

uint32_t sys_receive_now(sys_socket handle, void *memory, uint32_t size, uint32_t *count_out) {
    sim_socket *s = sim_socket_connected(handle, "WSARecv without OVERLAPPED");
    uint32_t error = s->end == NULL ? SIM_NOT_CONNECTED : sim_fault(SIM_RECEIVE_NOW);
    SIM_RULE(s->nonblocking, "WSARecv on a blocking socket stops the worker (T69)");
    SIM_RULE(s->in.state == SIM_OP_IDLE, "WSARecv while another is pending (T66)");
    SIM_RULE(size > 0, "a read of nothing");
    SIM_RULE(!s->drained || sim.knobs.tolerant, "a read that finds nothing: the one before was short");
    *count_out = 0;
    if (error != 0) {
        return error;
    }
    s->drained = true; /* unless it finds as much as it asks for */
    if (s->end->reset && !s->fin_sent && sim_chance(sim.knobs.forgets)) {
        return 0; /* as Wine does; SO_ERROR still tells, unless our output has ended */
    }
    if (s->end->reset) {
        return 10054;
    }
    if (s->end->pipe_count == 0) {
        return s->end->fin_received ? 0 : SYS_WOULD_BLOCK;
    }
    uint32_t most = sim_chance(sim.knobs.short_read) ? sim_part(size) : size;
    *count_out = sim_end_read(s->end, memory, most);
    s->drained = *count_out < size;
    return 0;
}

/* What a send may do at once: all of it, or, cut short, a part. 0: it pends. */
static uint32_t transfer__at_once(const sim_socket *s, const sim_op *op) {
    uint32_t room = sim_end_room(s->end);
    if (!sim_chance(sim.knobs.immediate) || room == 0 || s->end->peer->closed) {
        return 0;
    }
    if (sim_chance(sim.knobs.partial)) { /* T59 */
        return sim_part(room < op->asked ? room : op->asked);
    }
    return room >= op->asked ? op->asked : 0;
}

static void transfer__copy(sim_socket *s, sim_op *op, uint32_t count) {
    for (uint32_t i = 0; count > 0; i++) {
        uint32_t size = op->buffers[i].length < count ? op->buffers[i].length : count;
        (void)sim_end_write(s->end, op->buffers[i].base, size);
        count -= size;
    }
}

uint32_t sys_send(sys_socket handle, sys_buffer *buffers, uint32_t count, uint32_t *sent_out,
                  sys_overlapped *overlapped) {
    sim_socket *s = sim_socket_connected(handle, "WSASend");
    uint32_t error = s->end == NULL ? SIM_NOT_CONNECTED : sim_fault(SIM_SEND);
    *sent_out = 0;
    SIM_MISUSE(!s->fin_sent, 10058, "WSASend after shutdown (T50)");
    if (error == 0 && s->end->reset && sim_chance(sim.knobs.immediate)) {
        error = sim_chance(800) ? 10054 : 10053;
    }
    if (error != 0) {
        return error;
    }
    SIM_MISUSE(sim_event_is_valid(overlapped->event), 10038, "WSASend with a dirty hEvent (T7)");
    transfer__begin(s, &s->send, SIM_OP_SEND, overlapped);
    sim_op_lend(&s->send, buffers, count);
    uint32_t now = transfer__at_once(s, &s->send);
    if (now == 0) {
        return sim_op_pend(&s->send);
    }
    transfer__copy(s, &s->send, now);
    *sent_out = now;
    return sim_op_done(&s->send, now);
}
