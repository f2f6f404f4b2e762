/** Typed settings, read and validated once at the start, for nodes and for turntable-ops. */
package org.turntable.config;
