/** Administration of red packets: the port of the commands. */
package org.turntable.tool.redpacket;
