/** What phones report of page loads, and the diagnosis page. */
package org.turntable.web.telemetry;
