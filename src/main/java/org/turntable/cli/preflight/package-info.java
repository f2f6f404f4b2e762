/** A host before something is relied upon on it. */
package org.turntable.cli.preflight;
