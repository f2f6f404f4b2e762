/** Entry lines: probes of their addresses and of the SSH access for ops, and the switch of DNS records between them. */
package org.turntable.tool.line;
