/** The entry lines: probed from outside, and switched. */
package org.turntable.cli.entry;
