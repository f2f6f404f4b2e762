package org.turntable.testing.bench;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.turntable.player.PlayerId;

/**
 * The players of the bench by their index. The database can compute the ids too, so that a million rows can be inserted
 * at once.
 */
final class BenchPlayers {
    private BenchPlayers() {}

    /** MD5 of "bench-" and the index; as evenly spread as the application's own ids. */
    static PlayerId id(long index) {
        try {
            return PlayerId.of(
                    MessageDigest.getInstance("MD5").digest(("bench-" + index).getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has MD5", impossible);
        }
    }

    /** The same as an SQL expression of an index. */
    static String idInSql(String index) {
        return "UNHEX(MD5(CONCAT('bench-', " + index + ")))";
    }
}
