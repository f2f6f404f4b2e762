/** Whole systems that several test classes of one JVM share, and the campaigns that they open on them. */
package org.turntable.testing.system;
