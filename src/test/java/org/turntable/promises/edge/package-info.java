/** The edge: friendly pages without nodes, retries, TLS, entry lines, foreign Host headers. */
package org.turntable.promises.edge;
