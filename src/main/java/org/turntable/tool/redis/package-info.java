/** Calls of turntable-ops to a Redis. */
package org.turntable.tool.redis;
