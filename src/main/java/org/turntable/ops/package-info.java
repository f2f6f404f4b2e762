/** What ops and monitoring ask a node: whether it lives, whether it is ready, how it fares. */
package org.turntable.ops;
