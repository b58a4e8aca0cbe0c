/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks what workers ask of each other's links under a real system: what one client says reaches all clients whole
 * and in its order, whoever owns them; a link is what lp_link_read() says; timers keep their time; texts of codes and
 * names of threads are the system's.
 */
#include "support.h"

#include "linkport_run.h"

#include <string.h>

enum { WORKERS = 3, CLIENTS = 6, SAYINGS = 40, LINE = 64, TIMER_MILLIS = 50 };

static lp_port *port;
static lp_run *run;
static uint16_t tcp_port;
static volatile LONG accepted, closed, reached, refused, told, expired;
static lp_link links[CLIENTS];

static void on_told(void *context, uint32_t to, uint32_t not_to) {
    CHECK(context == links);
    InterlockedIncrement(&told);
    InterlockedExchangeAdd(&reached, (LONG)to);
    InterlockedExchangeAdd(&refused, (LONG)not_to);
}

/* Of each link, the line that it is in the middle of. */
typedef struct line {
    char bytes[LINE];
    uint32_t count;
} line_so_far;

static line_so_far lines[WORKERS][2 * CLIENTS];

static void said(const lp_event *event) {
    const char *data = (const char *)(uintptr_t)event->data;
    uint32_t slot = LP_LINK_SLOT(event->link);
    CHECK(slot < 2 * CLIENTS);
    line_so_far *line = &lines[LP_LINK_WORKER(event->link)][slot];
    for (uint32_t i = 0; i < event->size; i++) {
        line->bytes[line->count++] = data[i];
        if (line->count == LINE) {
            line->count = 0;
            CHECK_EQUAL(lp_broadcast(run, line->bytes, LINE, on_told, links), LP_OK);
        }
    }
}

static void opened(lp_worker *worker, const lp_event *event) {
    lp_link_info info = {.size = sizeof info};
    CHECK_EQUAL(lp_link_read(port, event->link, &info), LP_OK);
    CHECK(info.state == LP_LINK_ACCEPTED && info.cookie == 8 && info.local.tcp_port == tcp_port);
    CHECK(memcmp(&info.peer, &event->peer, sizeof info.peer) == 0);
    CHECK_EQUAL(LP_LINK_WORKER(event->link), lp_worker_index(worker));
    links[InterlockedIncrement(&accepted) - 1] = event->link;
}

static void on_events(void *context, lp_worker *worker, const lp_event *events, uint32_t count) {
    (void)context;
    for (uint32_t i = 0; i < count; i++) {
        switch (events[i].kind) {
        case LP_EVENT_ACCEPTED:
            opened(worker, &events[i]);
            break;
        case LP_EVENT_RECEIVED:
            said(&events[i]);
            break;
        case LP_EVENT_RECEIVE_END:
            CHECK_EQUAL(lp_link_close(worker, events[i].link, RIG_DRAIN_MILLIS), LP_OK);
            break;
        case LP_EVENT_CLOSED:
            InterlockedIncrement(&closed);
            break;
        default:
            break;
        }
    }
}

typedef HRESULT(WINAPI *describe_call)(HANDLE thread, wchar_t **name_out);

/* Where the system knows names of threads. */
static void check_name(uint32_t index) {
    wchar_t expected[] = L"chat-0";
    wchar_t *name = NULL;
    FARPROC call = GetProcAddress(GetModuleHandleW(L"KernelBase.dll"), "GetThreadDescription");
    expected[5] = (wchar_t)(L'0' + index);
    if (call == NULL || ((describe_call)(void (*)(void))call)(GetCurrentThread(), &name) < 0) {
        puts("this system knows no names of threads");
        return;
    }
    CHECK(wcscmp(name, expected) == 0);
    LocalFree(name);
}

static lp_timer timers[WORKERS];
static uint64_t started_at;

static void on_expired(lp_worker *worker, lp_timer *timer) {
    CHECK(timer == &timers[lp_worker_index(worker)]);
    CHECK(rig_clock() + 16 >= started_at + TIMER_MILLIS); /* the rig's clock ticks in steps of 15.6 ms */
    InterlockedIncrement(&expired);
}

static void on_start(void *context, lp_worker *worker) {
    uint32_t index = lp_worker_index(worker);
    CHECK(context == NULL);
    check_name(index);
    timers[index].on_expired = on_expired;
    CHECK_EQUAL(lp_timer_start(worker, &timers[index], TIMER_MILLIS), LP_OK);
}

static DWORD WINAPI talk(void *argument) {
    uint32_t client = (uint32_t)(uintptr_t)argument;
    uint32_t next[CLIENTS] = {0};
    char line[LINE];
    SOCKET s = client_connect(tcp_port);
    while (InterlockedCompareExchange(&accepted, 0, 0) < CLIENTS) {
        Sleep(1); /* until all are there to hear it */
    }
    for (uint32_t i = 0; i < SAYINGS; i++) {
        memset(line, (int)('a' + client), LINE);
        line[0] = (char)client;
        line[1] = (char)i;
        client_send(s, line, LINE);
    }
    for (uint32_t i = 0; i < SAYINGS * CLIENTS; i++) {
        client_receive(s, line, LINE);
        uint32_t who = (uint8_t)line[0];
        CHECK(who < CLIENTS && (uint8_t)line[1] == next[who]++);
        for (uint32_t at = 2; at < LINE; at++) {
            CHECK_EQUAL(line[at], 'a' + who);
        }
    }
    client_end(s);
    client_expect_end(s);
    client_close(s);
    return 0;
}

static void listen_here(void) {
    lp_listen_options options = {.size = sizeof options, .accept_depth = 2, .backlog = 64, .cookie = 8};
    lp_address address = loopback(0);
    lp_address bound;
    lp_listener listener;
    CHECK_EQUAL(lp_listen(port, 1, &address, &options, &listener, &bound, NULL), LP_OK);
    tcp_port = bound.tcp_port;
}

static void texts(void) {
    char text[200];
    CHECK(lp_os_text(ERROR_ACCESS_DENIED, text, sizeof text) > 10 && strncmp(text, "code ", 5) != 0);
    CHECK(strchr(text, '\r') == NULL && strchr(text, '\n') == NULL && text[strlen(text) - 1] != ' ');
    printf("access denied: %s\n", text);
    CHECK_EQUAL(lp_os_text(0x7FFFFFF, text, sizeof text), 14);
    CHECK(strcmp(text, "code 134217727") == 0);
}

int main(void) {
    lp_options options = rig_options(WORKERS, 0);
    lp_run_options run_options = {.size = sizeof run_options, .on_events = on_events, .name = "chat"};
    HANDLE threads[CLIENTS];
    WSADATA data;
    support_start();
    CHECK_EQUAL(WSAStartup(MAKEWORD(2, 2), &data), 0);
    texts();
    run_options.on_start = on_start;
    CHECK_EQUAL(lp_create(&options, &port, NULL), LP_OK);
    started_at = rig_clock();
    CHECK_EQUAL(lp_run_start(port, &run_options, &run, NULL), LP_OK);
    listen_here();
    for (uint32_t i = 0; i < CLIENTS; i++) {
        threads[i] = thread_start(talk, (void *)(uintptr_t)i);
    }
    for (uint32_t i = 0; i < CLIENTS; i++) {
        thread_join(threads[i]);
    }
    while (InterlockedCompareExchange(&expired, 0, 0) < WORKERS) {
        Sleep(1);
    }
    CHECK_EQUAL(lp_stop(port, RIG_DRAIN_MILLIS), LP_OK);
    CHECK_EQUAL(lp_run_join(run), LP_OK);
    CHECK(told == SAYINGS * CLIENTS && refused == 0 && closed == CLIENTS);
    CHECK_EQUAL(reached, SAYINGS * CLIENTS * CLIENTS);
    CHECK_EQUAL(lp_destroy(port), LP_OK);
    CHECK_EQUAL(WSACleanup(), 0);
    return 0;
}
