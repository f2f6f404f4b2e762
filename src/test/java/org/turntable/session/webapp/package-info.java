/** A web application of plain servlets that know nothing of Redis, run by two real Tomcats to see what a session is worth there. */
package org.turntable.session.webapp;
