package org.turntable.ledger;

import java.time.Duration;

/**
 * The settings of the ledger.
 *
 * @param groupRows maximum number of rows in one transaction
 * @param groupWait how long a group is collected that contains a candidate
 * @param idleWait how long a group without candidates is collected; more than {@code groupWait}
 * @param ownAge entries older than this are left to the sweeper
 * @param sweepAge entries younger than this are left to their node; more than {@code ownAge}
 * @param sweeperRows maximum number of rows in one transaction of the sweeper
 */
public record LedgerSettings(
        int groupRows, Duration groupWait, Duration idleWait, Duration ownAge, Duration sweepAge, int sweeperRows) {
    public LedgerSettings {
        if (sweepAge.compareTo(ownAge) <= 0) {
            throw new IllegalArgumentException(
                    "ledger.sweep.age must be more than ledger.own.age, or two writers take the same entries");
        }
    }
}
