package org.turntable.testing.system;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.turntable.campaign.CampaignAdministration;
import org.turntable.campaign.CampaignAdministration.CampaignDefinition;
import org.turntable.campaign.CampaignAdministration.PrizeDefinition;
import org.turntable.campaign.CampaignState;
import org.turntable.campaign.LocalizedText;
import org.turntable.campaign.PrizeKind;
import org.turntable.campaign.ReleaseLine;
import org.turntable.mariadb.campaign.MariaDbCampaignAdministration;
import org.turntable.mariadb.pool.MariaDbPools;
import org.turntable.testing.stack.MariaDbPair;

/** Makes campaigns for tests, the way an operator would. */
public final class SampleCampaigns {
    private SampleCampaigns() {}

    /** A campaign around the present, with one prize of that many units, at that weight out of 100, let out at once. */
    public static CampaignDefinition onePrize(
            String slug, int units, int weightPercent, int chancesPerDay, int chancesInAll) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        return new CampaignDefinition(
                slug,
                new LocalizedText("测试活动", "Trial"),
                new LocalizedText("主办方", "Organiser"),
                new LocalizedText("凭码兑换", "Show the code"),
                ZoneId.of("Asia/Shanghai"),
                now.minus(1, ChronoUnit.DAYS),
                now.plus(6, ChronoUnit.DAYS),
                chancesPerDay,
                chancesInAll,
                100,
                ReleaseLine.AT_ONCE,
                List.of(PrizeDefinition.of(
                        new LocalizedText("咖啡券", "Coffee"), PrizeKind.COUPON, weightPercent, 0, units, List.of())));
    }

    /** Makes the campaign and opens it; returns its id. */
    public static int open(MariaDbPair pair, CampaignDefinition definition) {
        try (HikariDataSource pool = MariaDbPools.forTool(new MariaDbPools.Access(
                List.of(pair.hosts().split(",")),
                MariaDbPair.DATABASE,
                MariaDbPair.APPLICATION_USER,
                pair.applicationPassword()))) {
            CampaignAdministration administration = new MariaDbCampaignAdministration(pool);
            int id = administration.create(definition);
            administration.changeState(definition.slug(), CampaignState.SCHEDULED, "test", null, Instant.now());
            administration.changeState(definition.slug(), CampaignState.OPEN, "test", null, Instant.now());
            return id;
        } catch (Exception failure) {
            throw new IllegalStateException("campaign " + definition.slug() + " could not be opened", failure);
        }
    }
}
