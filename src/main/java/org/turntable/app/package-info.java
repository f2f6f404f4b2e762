/** The application's composition root: the listener tells how a node starts, {@link org.turntable.app.Routes} who answers which path. */
package org.turntable.app;
