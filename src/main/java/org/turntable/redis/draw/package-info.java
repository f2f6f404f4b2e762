/** The Redis for draws: admissions, the ledger stream, epochs and counts, all of one campaign under one hash tag. */
package org.turntable.redis.draw;
