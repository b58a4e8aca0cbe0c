// SPDX-License-Identifier: Apache-2.0
// A client in C++: says hello to an echo server, and ends with 0 if the same comes back and then the end.
#include <linkport_run.h>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

struct Talk {
    std::string said = std::string(100000, 'h') + "ello";
    std::string heard;
    bool ended = false;
};

void on_event(Talk &talk, lp_worker *worker, const lp_event &event) {
    switch (event.kind) {
    case LP_EVENT_CONNECTED:
        lp_link_send(worker, event.link, talk.said.data(), static_cast<uint32_t>(talk.said.size()));
        lp_link_shutdown_output(worker, event.link);
        break;
    case LP_EVENT_RECEIVED:
        talk.heard.append(reinterpret_cast<const char *>(static_cast<uintptr_t>(event.data)), event.size);
        break;
    case LP_EVENT_RECEIVE_END:
        talk.ended = true;
        lp_link_close(worker, event.link, 5000);
        break;
    case LP_EVENT_CONNECT_FAILED:
    case LP_EVENT_CLOSED:
        std::printf("%s\n", lp_reason_text(event.status));
        lp_stop(lp_worker_port(worker), 0);
        break;
    default:
        break;
    }
}

void on_events(void *context, lp_worker *worker, const lp_event *events, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        on_event(*static_cast<Talk *>(context), worker, events[i]);
    }
}

lp_address target;

void on_start(void *, lp_worker *worker) {
    lp_connect_options options = lp_connect_options();
    options.size = sizeof options;
    options.timeout_millis = 10000;
    lp_worker_connect(worker, &target, &options);
}

} // namespace

int main(int count, char **words) {
    Talk talk;
    lp_options options = lp_options();
    options.size = sizeof options;
    options.workers = 1;
    options.max_links = 1;
    options.chunk_bytes = 4096;
    options.chunk_count = 16;
    lp_run_options run_options = lp_run_options();
    run_options.size = sizeof run_options;
    run_options.context = &talk;
    run_options.on_start = on_start;
    run_options.on_events = on_events;
    target.family = 4;
    target.bytes[0] = 127;
    target.bytes[3] = 1;
    target.tcp_port = static_cast<uint16_t>(count > 1 ? std::atoi(words[1]) : 0);
    lp_port *port = nullptr;
    lp_run *run = nullptr;
    if (lp_abi() != LP_ABI || lp_create(&options, &port, nullptr) != LP_OK ||
        lp_run_start(port, &run_options, &run, nullptr) != LP_OK) {
        std::puts("no port");
        return 1;
    }
    bool joined = lp_run_join(run) == LP_OK && lp_destroy(port) == LP_OK;
    bool same = talk.heard == talk.said && talk.ended && joined;
    std::printf("linkport %s: %s\n", lp_version(), same ? "the same came back" : "something else came back");
    return same ? 0 : 1;
}
