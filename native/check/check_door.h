/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The door with the order checker before it. A debug build includes this ahead of everything else in the sources of the
 * core: what they call sys_x is then checked_x, which judges the call by the rules of check_rule.c and passes it on.
 */
#ifndef LP_CHECK_DOOR_H
#define LP_CHECK_DOOR_H

#ifdef LP_SYS_H
#error "the checker stands before sys.h, or calls slip past it"
#endif

#define sys_startup                   checked_startup
#define sys_cleanup                   checked_cleanup
#define sys_port_new                  checked_port_new
#define sys_port_delete               checked_port_delete
#define sys_port_add                  checked_port_add
#define sys_port_post                 checked_port_post
#define sys_port_wait                 checked_port_wait
#define sys_socket_new                checked_socket_new
#define sys_socket_close              checked_socket_close
#define sys_socket_bind               checked_socket_bind
#define sys_socket_listen             checked_socket_listen
#define sys_socket_name               checked_socket_name
#define sys_socket_error              checked_socket_error
#define sys_set_nonblocking           checked_set_nonblocking
#define sys_set_skip                  checked_set_skip
#define sys_set_exclusive             checked_set_exclusive
#define sys_set_dual_stack            checked_set_dual_stack
#define sys_set_nodelay               checked_set_nodelay
#define sys_set_receive_buffer        checked_set_receive_buffer
#define sys_set_send_buffer           checked_set_send_buffer
#define sys_set_keepalive             checked_set_keepalive
#define sys_set_abort_on_close        checked_set_abort_on_close
#define sys_set_fast_loopback_refusal checked_set_fast_loopback_refusal
#define sys_set_port_reuse            checked_set_port_reuse
#define sys_shutdown_send             checked_shutdown_send
#define sys_socket_cancel             checked_socket_cancel
#define sys_accept                    checked_accept
#define sys_accept_update             checked_accept_update
#define sys_connect                   checked_connect
#define sys_connect_update            checked_connect_update
#define sys_receive                   checked_receive
#define sys_receive_now               checked_receive_now
#define sys_send                      checked_send
#define sys_transmit                  checked_transmit

#endif
