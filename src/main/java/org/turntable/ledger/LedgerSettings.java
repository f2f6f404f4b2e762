package org.turntable.ledger;

import java.time.Duration;

/**
 * How the ledger works.
 *
 * @param groupRows   rows of one transaction at the most
 * @param groupWait   how long a group gathers that somebody waits for
 * @param idleWait    how long a group gathers that nobody waits for; more than {@code groupWait}
 * @param ownAge      entries older than this are left to the sweeper
 * @param sweepAge    entries younger than this are left to their node; more than {@code ownAge}
 * @param sweeperRows rows of one of the sweeper's transactions at the most
 */
public record LedgerSettings(int groupRows, Duration groupWait, Duration idleWait, Duration ownAge, Duration sweepAge, int sweeperRows) {
    public LedgerSettings {
        if (sweepAge.compareTo(ownAge) <= 0) {
            throw new IllegalArgumentException("ledger.sweep.age must be more than ledger.own.age, or two writers take the same entries");
        }
    }
}
