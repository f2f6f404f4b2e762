/** Real servers on loopback for tests, load drivers and the demo, configured by the files that production uses. */
package org.turntable.testing.stack;
