/* SPDX-License-Identifier: Apache-2.0 */
/*
 * linkport-echo-service: a Windows service on linkport.dll. See docs/windows-service.md.
 */
#include "config_file.h"
#include "host.h"
#include "install.h"
#include "service.h"
#include "system_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EXIT_USAGE = 2, EXIT_START_FAILED = 10, NAME_CHARACTERS_MAX = 80, PATH_CHARACTERS = 32768 };

static const char USAGE[] =
    "linkport-echo-service install|uninstall|run|service [--name NAME] [--config FILE]\n"
    "\n"
    "  install    enters the service: delayed automatic start, recovery actions, source of the event log\n"
    "  uninstall  stops and removes it\n"
    "  run        runs on this console, until Ctrl+C\n"
    "  service    what the service control manager starts\n"
    "\n"
    "  --name     of the service, 1 to 80 letters, figures, - and _     (LinkportEcho)\n"
    "  --config   the configuration file                                (linkport-echo-service.conf, beside the "
    "program)\n"
    "\n"
    "Exit codes: 0 done; 1 failed, the standard error says why; 2 usage; 3 not an administrator; 4 installed already;\n"
    "5 not installed; run: 10 and the service-specific exit code of docs/windows-service.md\n";

typedef struct arguments {
    const wchar_t *command;
    const wchar_t *name;
    WCHAR config_path[PATH_CHARACTERS]; /* absolute: the service starts in another folder */
} arguments;

static int usage(const char *what, const wchar_t *value) {
    char text[256];
    system_utf8(value, text, sizeof text);
    fprintf(stderr, "%s: '%s'\n\n%s", what, text, USAGE);
    return EXIT_USAGE;
}

static bool name_is_good(const wchar_t *name) {
    size_t size = wcslen(name);
    return size > 0 && size <= NAME_CHARACTERS_MAX &&
           wcsspn(name, L"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") == size;
}

static bool config_path_make(arguments *a, const wchar_t *file) {
    DWORD n;
    if (file != NULL) {
        n = GetFullPathNameW(file, PATH_CHARACTERS, a->config_path, NULL);
        return n > 0 && n < PATH_CHARACTERS && wcschr(file, L'"') == NULL;
    }
    static const WCHAR name[] = L"linkport-echo-service.conf";
    n = GetModuleFileNameW(NULL, a->config_path, PATH_CHARACTERS);
    wchar_t *slash = n < PATH_CHARACTERS ? wcsrchr(a->config_path, L'\\') : NULL;
    if (n == 0 || slash == NULL ||
        (size_t)(slash + 1 - a->config_path) + sizeof name / sizeof name[0] > PATH_CHARACTERS) {
        return false;
    }
    memcpy(slash + 1, name, sizeof name);
    return true;
}

/* 0 or an exit code. */
static int arguments_read(arguments *a, int argc, wchar_t **argv) {
    const wchar_t *file = NULL;
    if (argc < 2) {
        return usage("which command", L"");
    }
    a->command = argv[1];
    a->name = L"LinkportEcho";
    for (int i = 2; i < argc; i += 2) {
        bool name = wcscmp(argv[i], L"--name") == 0;
        if (!name && wcscmp(argv[i], L"--config") != 0) {
            return usage("unknown option", argv[i]);
        }
        if (i + 1 == argc) {
            return usage("an option without its value", argv[i]);
        }
        *(name ? &a->name : &file) = argv[i + 1];
    }
    if (!name_is_good(a->name)) {
        return usage("the name is not 1 to 80 letters, figures, - and _", a->name);
    }
    return config_path_make(a, file) ? 0
                                     : usage("the configuration file has no usable path", file != NULL ? file : L"");
}

/* What the service would refuse when it starts is refused now. */
static int command_install(const arguments *a) {
    config c;
    char error[CONFIG_ERROR_BYTES];
    if (!config_file_read(&c, a->config_path, error)) {
        fprintf(stderr, "%s\n", error);
        return INSTALL_FAILED;
    }
    install i = {a->name, a->config_path, c.drain_millis};
    install_result result = install_service(&i);
    if (result == INSTALL_DONE) {
        printf("installed; net start %ls starts it\n", a->name);
    }
    return (int)result;
}

static int command_uninstall(const arguments *a) {
    install_result result = uninstall_service(a->name);
    if (result == INSTALL_DONE) {
        printf("uninstalled\n");
    }
    return (int)result;
}

static HANDLE console_stop;

/* On a thread of the system's. For a closed window, the process ends when it returns: so it waits for the drain. */
static BOOL WINAPI console_control(DWORD control) {
    SetEvent(console_stop);
    if (control != CTRL_C_EVENT && control != CTRL_BREAK_EVENT) {
        Sleep(INFINITE);
    }
    return TRUE;
}

static void console_nothing(void *context) {
    (void)context; /* nobody asks how it gets on */
}

static int command_run(const arguments *a) {
    journal log;
    console_stop = CreateEventW(NULL, TRUE, FALSE, NULL);
    if (console_stop == NULL || !SetConsoleCtrlHandler(console_control, TRUE)) {
        fprintf(stderr, "cannot take Ctrl+C\n");
        return EXIT_FAILURE;
    }
    journal_open(&log, NULL);
    host h = {a->config_path, &log, console_stop, NULL, console_nothing, console_nothing, console_nothing};
    failure why = host_run(&h);
    return why == FAILURE_NONE ? 0 : EXIT_START_FAILED + (int)why;
}

static int command_service(const arguments *a) {
    char text[SYSTEM_TEXT_BYTES];
    DWORD code = service_serve(a->name, a->config_path);
    if (code == NO_ERROR) {
        return 0;
    }
    system_text(code, text);
    fprintf(stderr, "%s\n", text);
    if (code == ERROR_FAILED_SERVICE_CONTROLLER_CONNECT) {
        fprintf(stderr, "this is for the service control manager; on a console: run\n");
    }
    return EXIT_FAILURE;
}

int wmain(int argc, wchar_t **argv);

int wmain(int argc, wchar_t **argv) {
    static arguments a;
    static const struct command {
        const wchar_t *name;
        int (*run)(const arguments *a);
    } commands[] = {{L"install", command_install},
                    {L"uninstall", command_uninstall},
                    {L"run", command_run},
                    {L"service", command_service}};
    int status = arguments_read(&a, argc, argv);
    if (status != 0) {
        return status;
    }
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        if (wcscmp(a.command, commands[i].name) == 0) {
            return commands[i].run(&a);
        }
    }
    return usage("unknown command", a.command);
}
