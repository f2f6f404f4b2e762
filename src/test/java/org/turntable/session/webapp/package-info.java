/**
 * A web application of plain servlets without any use of Redis, deployed to two real Tomcats to test their sessions.
 */
package org.turntable.session.webapp;
