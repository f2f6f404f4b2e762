package org.turntable.app;

import java.util.List;
import javax.sql.DataSource;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.Campaigns;

/** Campaigns of a database that was away when the node started: they are read only once schema and account have been checked. */
final class CheckedCampaigns implements Campaigns {
    private final Campaigns campaigns;
    private final DataSource pool;
    private volatile boolean checked;

    CheckedCampaigns(Campaigns campaigns, DataSource pool, boolean checked) {
        this.campaigns = campaigns;
        this.pool = pool;
        this.checked = checked;
    }

    @Override
    public List<Campaign> published() throws Unavailable {
        try {
            if (!checked) {
                checked = StartChecks.database(pool);
            }
        } catch (StartRefused unfit) {
            throw new Unavailable(unfit.getMessage(), unfit);
        }
        if (!checked) {
            throw new Unavailable("MariaDB does not answer", null);
        }
        return campaigns.published();
    }
}
