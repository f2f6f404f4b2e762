/** Red packets: a collected one is a row of an outbox and is paid exactly once, also after a crash. */
package org.turntable.claim.redpacket;
