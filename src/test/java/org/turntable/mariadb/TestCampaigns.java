package org.turntable.mariadb;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import org.turntable.campaign.CampaignAdministration.CampaignDefinition;
import org.turntable.campaign.CampaignAdministration.PrizeDefinition;
import org.turntable.campaign.LocalizedText;
import org.turntable.campaign.PrizeKind;
import org.turntable.campaign.ReleaseLine;

/** Small campaigns for tests of statements. */
public final class TestCampaigns {
    public static final Instant OPENS = Instant.parse("2026-10-01T02:00:00.123Z");
    public static final ReleaseLine LINE = new ReleaseLine(List.of(
            new ReleaseLine.Point(OPENS, 250_000), new ReleaseLine.Point(OPENS.plus(3, ChronoUnit.DAYS), 1_000_000)));
    public static final ReleaseLine OWN_LINE =
            new ReleaseLine(List.of(new ReleaseLine.Point(OPENS.plus(1, ChronoUnit.DAYS), 1_000_000)));

    private TestCampaigns() {}

    /** A coupon with codes on the campaign's line, and a posted prize with a line of its own. */
    public static CampaignDefinition of(String slug, int coupons) {
        return of(
                slug,
                coupons,
                IntStream.rangeClosed(1, coupons).mapToObj(i -> slug + "-" + i).toList());
    }

    public static CampaignDefinition of(String slug, int coupons, List<String> codes) {
        return new CampaignDefinition(
                slug,
                new LocalizedText("秋游 🍁", "Autumn"),
                new LocalizedText("某某公司", null),
                new LocalizedText("到店领取", "In the store"),
                ZoneId.of("Asia/Shanghai"),
                OPENS,
                OPENS.plus(7, ChronoUnit.DAYS),
                3,
                12,
                1_000,
                LINE,
                List.of(
                        PrizeDefinition.of(
                                new LocalizedText("优惠券", "Coupon"), PrizeKind.COUPON, 200, 0, coupons, codes),
                        new PrizeDefinition(
                                new LocalizedText("手表", null),
                                PrizeKind.POSTED,
                                1,
                                1,
                                2,
                                List.of(),
                                OWN_LINE,
                                "the sponsor delivers on the second day")));
    }
}
