/* SPDX-License-Identifier: Apache-2.0 */
/* Included before every source of a program under test: its calls of these go to scm.c. */
#ifndef SCM_DOOR_H
#define SCM_DOOR_H

#include "linkport_run.h"
#include "windows_headers.h"

SC_HANDLE scm_OpenSCManagerW(LPCWSTR machine, LPCWSTR database, DWORD access);
SC_HANDLE scm_CreateServiceW(SC_HANDLE manager, LPCWSTR name, LPCWSTR display, DWORD access, DWORD type, DWORD start,
                             DWORD error, LPCWSTR image, LPCWSTR group, LPDWORD tag, LPCWSTR needs, LPCWSTR account,
                             LPCWSTR password);
SC_HANDLE scm_OpenServiceW(SC_HANDLE manager, LPCWSTR name, DWORD access);
BOOL scm_ChangeServiceConfig2W(SC_HANDLE service, DWORD level, LPVOID value);
BOOL scm_DeleteService(SC_HANDLE service);
BOOL scm_CloseServiceHandle(SC_HANDLE handle);
BOOL scm_ControlService(SC_HANDLE service, DWORD control, LPSERVICE_STATUS status_out);
BOOL scm_QueryServiceStatus(SC_HANDLE service, LPSERVICE_STATUS status_out);
SERVICE_STATUS_HANDLE scm_RegisterServiceCtrlHandlerExW(LPCWSTR name, LPHANDLER_FUNCTION_EX handler, LPVOID context);
BOOL scm_SetServiceStatus(SERVICE_STATUS_HANDLE handle, LPSERVICE_STATUS status);
BOOL scm_StartServiceCtrlDispatcherW(const SERVICE_TABLE_ENTRYW *table);
HANDLE scm_RegisterEventSourceW(LPCWSTR machine, LPCWSTR source);
BOOL scm_ReportEventW(HANDLE log, WORD type, WORD category, DWORD id, PSID user, WORD strings, DWORD data_bytes,
                      LPCWSTR *texts, LPVOID data);
BOOL scm_DeregisterEventSource(HANDLE log);
LSTATUS scm_RegCreateKeyExW(HKEY root, LPCWSTR path, DWORD reserved, LPWSTR class_name, DWORD options, REGSAM access,
                            const SECURITY_ATTRIBUTES *security, PHKEY key_out, LPDWORD what_out);
LSTATUS scm_RegSetValueExW(HKEY key, LPCWSTR name, DWORD reserved, DWORD type, const BYTE *data, DWORD bytes);
LSTATUS scm_RegCloseKey(HKEY key);
LSTATUS scm_RegDeleteKeyW(HKEY root, LPCWSTR path);
ULONGLONG scm_GetTickCount64(void);
void scm_Sleep(DWORD millis);
lp_status scm_lp_create(const lp_options *options, lp_port **port_out, uint32_t *os_code_out);
lp_status scm_lp_run_start(lp_port *port, const lp_run_options *options, lp_run **run_out, uint32_t *os_code_out);
lp_status scm_lp_listen(lp_port *port, uint32_t worker, const lp_address *address, const lp_listen_options *options,
                        lp_listener *listener_out, lp_address *bound_out, uint32_t *os_code_out);
lp_status scm_lp_stop(lp_port *port, uint32_t drain_millis);

#ifndef SCM_REAL
#define OpenSCManagerW                scm_OpenSCManagerW
#define CreateServiceW                scm_CreateServiceW
#define OpenServiceW                  scm_OpenServiceW
#define ChangeServiceConfig2W         scm_ChangeServiceConfig2W
#define DeleteService                 scm_DeleteService
#define CloseServiceHandle            scm_CloseServiceHandle
#define ControlService                scm_ControlService
#define QueryServiceStatus            scm_QueryServiceStatus
#define RegisterServiceCtrlHandlerExW scm_RegisterServiceCtrlHandlerExW
#define SetServiceStatus              scm_SetServiceStatus
#define StartServiceCtrlDispatcherW   scm_StartServiceCtrlDispatcherW
#define RegisterEventSourceW          scm_RegisterEventSourceW
#define ReportEventW                  scm_ReportEventW
#define DeregisterEventSource         scm_DeregisterEventSource
#define RegCreateKeyExW               scm_RegCreateKeyExW
#define RegSetValueExW                scm_RegSetValueExW
#define RegCloseKey                   scm_RegCloseKey
#define RegDeleteKeyW                 scm_RegDeleteKeyW
#define GetTickCount64                scm_GetTickCount64
#define Sleep                         scm_Sleep
#define lp_create                     scm_lp_create
#define lp_run_start                  scm_lp_run_start
#define lp_listen                     scm_lp_listen
#define lp_stop                       scm_lp_stop
#endif

#endif
