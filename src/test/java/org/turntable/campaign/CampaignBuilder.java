package org.turntable.campaign;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * Campaigns for tests. By default a campaign is open from 2026 on for a year, in the time zone of Shanghai, with a
 * large number of chances.
 */
public final class CampaignBuilder {
    /** The uid of every campaign that is given no other. */
    public static final String UID = "5e1c";

    private int id = 7;
    private String slug = "spring";
    private ZoneId zone = ZoneId.of("Asia/Shanghai");
    private Instant opensAt = Instant.parse("2026-01-01T00:00:00Z");
    private Instant closesAt = Instant.parse("2027-01-01T00:00:00Z");
    private CampaignState state = CampaignState.OPEN;
    private int chancesPerDay = 1_000;
    private int chancesInAll = 1_000_000;
    private int base = 1_000;
    private int planVersion = 1;
    private String uid = UID;
    private final List<Prize> prizes = new ArrayList<>();

    public CampaignBuilder id(int value) {
        id = value;
        return this;
    }

    public CampaignBuilder slug(String value) {
        slug = value;
        return this;
    }

    public CampaignBuilder zone(String value) {
        zone = ZoneId.of(value);
        return this;
    }

    public CampaignBuilder window(Instant from, Instant to) {
        opensAt = from;
        closesAt = to;
        return this;
    }

    public CampaignBuilder state(CampaignState value) {
        state = value;
        return this;
    }

    public CampaignBuilder chances(int perDay, int inAll) {
        chancesPerDay = perDay;
        chancesInAll = inAll;
        return this;
    }

    public CampaignBuilder base(int value) {
        base = value;
        return this;
    }

    public CampaignBuilder plan(int version) {
        planVersion = version;
        return this;
    }

    public CampaignBuilder uid(String value) {
        uid = value;
        return this;
    }

    /** A prize without a limit a player, all of it released. */
    public CampaignBuilder prize(int prizeId, int weight, long stock) {
        return prize(prize(prizeId, weight, 0, stock, ReleaseLine.AT_ONCE));
    }

    public CampaignBuilder prize(Prize prize) {
        prizes.add(prize);
        return this;
    }

    /** A prize at the position of its id. */
    public static Prize prize(int prizeId, int weight, int perPlayerLimit, long stock, ReleaseLine release) {
        return new Prize(
                prizeId,
                prizeId,
                new LocalizedText("奖品" + prizeId, "Prize " + prizeId),
                PrizeKind.COUPON,
                weight,
                perPlayerLimit,
                stock,
                release,
                null);
    }

    public Campaign build() {
        LocalizedText text = new LocalizedText("春天", "Spring");
        return new Campaign(
                id,
                slug,
                text,
                text,
                text,
                zone,
                opensAt,
                closesAt,
                state,
                chancesPerDay,
                chancesInAll,
                new Odds(base, prizes),
                planVersion,
                uid);
    }
}
