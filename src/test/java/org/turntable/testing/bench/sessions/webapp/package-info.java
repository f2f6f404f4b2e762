/**
 * The pages of the session bench: small servlets that know nothing but {@code HttpSession}, deployed unchanged with
 * every way of keeping sessions. Nothing here is used by Turntable.
 */
package org.turntable.testing.bench.sessions.webapp;
