package org.turntable.ledger;

import org.turntable.outage.DatabaseUnavailableException;

/** The totals of what the ledger has written, without counting rows. */
public interface LedgerTotals {
    /**
     * Draws and wins of a campaign that are stored.
     *
     * @param draws 0 or more
     * @param wins those that got a unit
     */
    record Total(long draws, long wins) {}

    /** The total of one campaign. */
    Total of(int campaignId) throws DatabaseUnavailableException;
}
