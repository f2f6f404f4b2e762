/** What belongs to a run of the whole suite. */
package org.turntable.testing.suite;
