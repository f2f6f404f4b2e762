/** turntable-ops, the command-line tool for ops and DBAs: the second composition root beside the web application. */
package org.turntable.tool;
