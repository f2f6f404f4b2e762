/** The endpoints of ops and monitoring: liveness, readiness and status of a node. */
package org.turntable.health;
