/** The demo: the whole system on one machine. */
package org.turntable.testing.demo;
