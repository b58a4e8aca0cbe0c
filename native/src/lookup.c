/* SPDX-License-Identifier: Apache-2.0 */
#include "lookup.h"

#include "link.h"

#include <string.h>

static bool lookup__lives(const link *l) {
    return l->life != LIFE_FREE && link_has(l, LINK_OPENED);
}

static uint32_t lookup__state(const link *l) {
    static const struct {
        unsigned flag;
        uint32_t state;
    } STATES[] = {{LINK_ACCEPTED, LP_LINK_ACCEPTED},
                  {LINK_PAUSED, LP_LINK_PAUSED},
                  {LINK_INPUT_ENDED, LP_LINK_INPUT_ENDED},
                  {LINK_FIN_WANTED, LP_LINK_OUTPUT_ENDED}};
    uint32_t state = l->life == LIFE_OPEN ? 0 : LP_LINK_CLOSING;
    for (size_t i = 0; i < sizeof STATES / sizeof STATES[0]; i++) {
        state |= link_has(l, STATES[i].flag) ? STATES[i].state : 0;
    }
    return state;
}

bool lookup_link(worker *w, lp_link id, lp_link_info *info_out) {
    const link *l = link_find(w, id);
    if (l == NULL || !lookup__lives(l)) {
        return false;
    }
    memset(info_out, 0, sizeof *info_out);
    info_out->state = lookup__state(l);
    info_out->cookie = l->cookie;
    info_out->peer = l->peer;
    info_out->local = l->local;
    return true;
}

lp_link lookup_next(worker *w, lp_link after) {
    for (uint32_t i = after == 0 ? 0 : LP_LINK_SLOT(after) + 1; i < w->own.links.fresh; i++) {
        const link *l = slab_at(&w->own.links, i);
        if (lookup__lives(l)) {
            return l->id;
        }
    }
    return 0;
}
