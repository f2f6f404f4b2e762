/** The Redis for sessions and caches: sessions, WeChat tokens and the registry of nodes. */
package org.turntable.redis.session;
