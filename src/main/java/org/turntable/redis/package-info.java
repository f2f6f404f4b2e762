/**
 * The client of Redis: addresses, connections, pipelines and Lua scripts. Every key that the application uses is listed
 * in {@link org.turntable.redis.RedisKeys}. The scripts are files under {@code /redis}; their headers list keys,
 * arguments and return values.
 */
package org.turntable.redis;
