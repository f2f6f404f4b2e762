/**
 * What the bench measures Turntable against, as servlets of a web application of their own in the same Tomcat: a
 * servlet that does nothing, and a draw written the usual way. Nothing here is used by Turntable.
 */
package org.turntable.testing.bench.yardstick;
