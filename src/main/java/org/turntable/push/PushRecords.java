package org.turntable.push;

import java.time.Instant;
import java.util.List;

/** What the database knows about pushes: waves that are coming, the replica, who pushes now, who pushed. */
public interface PushRecords {
    /**
     * A wave of push messages that marketing announced.
     *
     * @param at   when it goes out
     * @param note whose and what
     */
    record Wave(int id, Instant at, String note, String by) {
    }

    /** A push that is in progress, ended by closing. */
    interface Lock extends AutoCloseable {
        @Override
        void close();
    }

    /** The waves from that instant on, the next first. */
    List<Wave> wavesFrom(Instant from) throws Unavailable;

    /** Announces one; answers its number. */
    int announce(Instant at, String note, String by) throws Unavailable;

    /** Takes one back; false where there is none of that number. */
    boolean takeBack(int id) throws Unavailable;

    /** Whether a replica acknowledges commits now. */
    boolean replicaAcknowledges() throws Unavailable;

    /**
     * Lets one push at a time go on, whoever began it and wherever; it ends with its process, however that ends.
     *
     * @return null while another goes on
     */
    Lock lock() throws Unavailable;

    /** Keeps who pushed what, past which warnings and why; null where there were none. */
    void record(String release, String version, String by, String warnings, String reason, Instant now) throws Unavailable;

    /** The database did not answer. */
    class Unavailable extends Exception {
        private static final long serialVersionUID = 1L;

        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
