package org.turntable.draw;

import java.util.List;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.Campaigns;
import org.turntable.outage.DatabaseUnavailableException;

/** Campaigns in memory. */
public final class FakeCampaigns implements Campaigns {
    private volatile List<Campaign> campaigns = List.of();
    private volatile boolean away;
    private volatile List<Campaign> unnoticed;

    public FakeCampaigns holds(Campaign... all) {
        campaigns = List.of(all);
        away = false;
        return this;
    }

    /** A change that only a complete read notices. */
    public void changeUnnoticed(Campaign... all) {
        unnoticed = List.of(all);
    }

    public void becomeUnavailable() {
        away = true;
    }

    @Override
    public List<Campaign> published() throws DatabaseUnavailableException {
        if (away) {
            throw new DatabaseUnavailableException("MariaDB is away", null);
        }
        return campaigns;
    }

    @Override
    public void forget() {
        if (unnoticed != null) {
            campaigns = unnoticed;
            unnoticed = null;
        }
    }
}
