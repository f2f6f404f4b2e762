/** The nodes and the WAR that is on them: pushing and going back, announced waves, standing aside. */
package org.turntable.cli.push;
