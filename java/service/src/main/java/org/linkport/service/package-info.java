/* SPDX-License-Identifier: Apache-2.0 */
/**
 * A Java program as a service: of the Windows service control manager, of systemd, or on a console.
 *
 * <p>The program implements {@link org.linkport.service.ServiceMain}; its {@code main} hands the command line to
 * {@link org.linkport.service.ServiceCommand}. Nothing here needs the rest of Linkport.
 */
@NullMarked
package org.linkport.service;

import org.jspecify.annotations.NullMarked;
