package org.turntable.node;

import java.util.List;
import javax.sql.DataSource;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.Campaigns;
import org.turntable.config.StartupException;
import org.turntable.outage.DatabaseUnavailableException;

/**
 * The campaigns in MariaDB, read only after the schema and the account have been checked. When MariaDB was unavailable
 * at the start of the node, the check is done before the first read.
 */
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
    public List<Campaign> published() throws DatabaseUnavailableException {
        try {
            if (!checked) {
                checked = StartupChecks.database(pool);
            }
        } catch (StartupException failed) {
            throw new DatabaseUnavailableException(failed.getMessage(), failed);
        }
        if (!checked) {
            throw new DatabaseUnavailableException("MariaDB does not answer", null);
        }
        return campaigns.published();
    }

    @Override
    public void forget() {
        campaigns.forget();
    }
}
