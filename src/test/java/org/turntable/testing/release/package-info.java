/** The archive of a release: what ops unpack on the bastion. */
package org.turntable.testing.release;
