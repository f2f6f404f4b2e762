/**
 * Redis behind the ports of the rooms above. Every key that the application uses is named in {@link org.turntable.redis.RedisKeys};
 * the scripts are files under {@code /redis}, whose headers name keys, arguments and answers.
 */
package org.turntable.redis;
