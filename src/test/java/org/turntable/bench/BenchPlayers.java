package org.turntable.bench;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.turntable.player.PlayerId;

/** The players of the bench by their index: ids that the database can compute too, so that a million can be put there at once. */
final class BenchPlayers {
    private BenchPlayers() {
    }

    /** MD5 of "bench-" and the index; as evenly spread as the application's own ids. */
    static PlayerId id(long index) {
        try {
            return PlayerId.of(MessageDigest.getInstance("MD5").digest(("bench-" + index).getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has MD5", impossible);
        }
    }

    /** The same in SQL, of an index given as an expression. */
    static String idInSql(String index) {
        return "UNHEX(MD5(CONCAT('bench-', " + index + ")))";
    }
}
