/* SPDX-License-Identifier: Apache-2.0 */
/* The oracle of mail: a step leaves none behind, unless a packet tells of it, or a wait would sleep over it (T76). */
#include "run.h"

#include "port.h"
#include "sim_port.h"

void run_check_mail(uint32_t index, bool ran) {
    sim_port *port = sim_port_of(index + 1);
    mailbox *box = &run.port->workers[index].any.mail;
    port->wake_in_hand = port->wake_in_hand && !ran;
    SIM_RULE(!ran || mailbox_is_empty(box) || mailbox_is_closed(box) || port->first != NULL ||
                 sim.failed[SIM_PORT_POST] > 0,
             "mail waits and no packet tells of it (T76)");
}
