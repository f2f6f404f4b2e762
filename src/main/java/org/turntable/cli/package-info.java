/** turntable-ops, the tool of ops and DBAs: the second composition root beside the web application. */
package org.turntable.cli;
