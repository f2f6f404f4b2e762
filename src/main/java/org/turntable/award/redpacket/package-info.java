/** Red packets: what a winner asked for goes into an outbox, and is paid once, whatever dies in between. */
package org.turntable.award.redpacket;
