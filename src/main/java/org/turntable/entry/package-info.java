/** Entry lines: which addresses players are told, whether they serve, and the way in for ops. For turntable-ops; no node uses it. */
package org.turntable.entry;
