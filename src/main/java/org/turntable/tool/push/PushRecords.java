package org.turntable.tool.push;

import java.time.Instant;
import java.util.List;
import org.turntable.outage.DatabaseUnavailableException;

/** Pushes in the database: announced waves, the lock of the running push, and the log of past ones. */
public interface PushRecords {
    /**
     * A wave of push messages that marketing announced.
     *
     * @param at when the messages are sent
     * @param note free text of marketing
     */
    record Wave(int id, Instant at, String note, String by) {}

    /** The lock of a running push, released by closing. */
    interface Lock extends AutoCloseable {
        @Override
        void close();
    }

    /** The waves from that time on, the earliest first. */
    List<Wave> wavesFrom(Instant from) throws DatabaseUnavailableException;

    /** Announces a wave; returns its number. */
    int announce(Instant at, String note, String by) throws DatabaseUnavailableException;

    /** Removes a wave; false if there is none with that number. */
    boolean remove(int id) throws DatabaseUnavailableException;

    /** Whether a replica acknowledges commits now. */
    boolean replicaAcknowledges() throws DatabaseUnavailableException;

    /**
     * Takes the lock that allows one push at a time in the whole installation; it is released when the process ends.
     *
     * @return null while another push runs
     */
    Lock lock() throws DatabaseUnavailableException;

    /**
     * Records a push with the warnings that were overridden and the reason; these two are null if there was no warning.
     */
    void record(String release, String version, String by, String warnings, String reason, Instant now)
            throws DatabaseUnavailableException;
}
