package org.turntable.tool.command.campaign;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.turntable.campaign.CampaignAdministration.CampaignDefinition;
import org.turntable.campaign.CampaignAdministration.PrizeDefinition;
import org.turntable.campaign.LocalizedText;
import org.turntable.campaign.PrizeKind;
import org.turntable.campaign.ReleaseLine;

/** A realistic seven-day campaign of a fictitious organiser, for the demo and as an example. */
final class SampleCampaign {
    /** Amount of its red packet. */
    static final int RED_PACKET_FEN = 8_800;

    static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final Duration LENGTH = Duration.ofDays(7);
    /** All units are released half a day before the end, so that the last ones are won, too. */
    private static final Duration RELEASED_BEFORE_END = Duration.ofHours(12);
    /** Prizes are released in the daytime. */
    private static final LocalTime MORNING = LocalTime.of(9, 0);

    private static final LocalTime NIGHT = LocalTime.of(23, 0);
    /** Share released at the opening, in millionths: the first players can already win, even a smart watch. */
    private static final int AT_OPENING = 200_000;

    private static final int ODDS_BASE = 1_000_000;
    /** Without letters and digits that look alike. */
    private static final String CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";

    private SampleCampaign() {}

    /**
     * Creates the definition: one draw in four wins while there are prizes.
     *
     * @param random a secure source of random numbers, for coupon codes
     */
    static CampaignDefinition of(
            String slug, Instant opensAt, int chancesPerDay, int chancesInAll, RandomGenerator random) {
        Instant closesAt = opensAt.plus(LENGTH);
        return new CampaignDefinition(
                slug,
                new LocalizedText("黄金周幸运大转盘", "Golden Week Lucky Wheel"),
                new LocalizedText("桂花里商业管理有限公司", "Osmanthus Lane Retail Co., Ltd."),
                new LocalizedText(
                        "优惠券：30 天内到店出示「我的奖品」即可使用。" + "红包：在「我的奖品」点「领取红包」，24 小时内发放至微信零钱。实物奖品：活动结束后 15 个工作日内按您填写的地址寄出。",
                        "Coupons: show \"My prizes\" in a store within 30 days. "
                                + "Red packets: tap \"Get it\" in \"My prizes\"; paid to your WeChat balance "
                                + "within 24 hours. "
                                + "Goods: posted within 15 working days after the campaign to the address you give."),
                ZONE,
                opensAt,
                closesAt,
                chancesPerDay,
                chancesInAll,
                ODDS_BASE,
                release(opensAt, closesAt.minus(RELEASED_BEFORE_END)),
                List.of(
                        prize("智能手表", "Smart watch", PrizeKind.POSTED, 50, 1, 5),
                        prize("蓝牙耳机", "Wireless earbuds", PrizeKind.POSTED, 500, 1, 50),
                        prize("￥88 红包", "¥88 red packet", PrizeKind.RED_PACKET, 2_000, 1, 200),
                        coupon("￥20 优惠券", "¥20 coupon", 46_000, 5_000, "GW20", random),
                        coupon("咖啡兑换券", "Coffee voucher", 18_450, 2_000, "GWCF", random),
                        coupon("￥5 优惠券", "¥5 coupon", 183_000, 20_000, "GW05", random)));
    }

    /** The release plan: from the share at the opening to all units, linear in the daytime and constant at night. */
    static ReleaseLine release(Instant from, Instant to) {
        List<ReleaseLine.Point> points = new ArrayList<>();
        points.add(new ReleaseLine.Point(from, AT_OPENING));
        double day = daytime(from, to);
        for (LocalDate date = LocalDate.ofInstant(from, ZONE);
                !date.isAfter(LocalDate.ofInstant(to, ZONE));
                date = date.plusDays(1)) {
            for (LocalTime time : List.of(MORNING, NIGHT)) {
                Instant at = date.atTime(time).atZone(ZONE).toInstant();
                if (at.isAfter(from) && at.isBefore(to)) {
                    points.add(new ReleaseLine.Point(
                            at, AT_OPENING + (int) ((ReleaseLine.WHOLE - AT_OPENING) * (daytime(from, at) / day))));
                }
            }
        }
        points.add(new ReleaseLine.Point(to, ReleaseLine.WHOLE));
        return new ReleaseLine(points);
    }

    /** Milliseconds of daytime between two instants. */
    private static double daytime(Instant from, Instant to) {
        long sum = 0;
        for (LocalDate date = LocalDate.ofInstant(from, ZONE);
                !date.isAfter(LocalDate.ofInstant(to, ZONE));
                date = date.plusDays(1)) {
            long start = Math.max(
                    from.toEpochMilli(),
                    date.atTime(MORNING).atZone(ZONE).toInstant().toEpochMilli());
            long end = Math.min(
                    to.toEpochMilli(),
                    date.atTime(NIGHT).atZone(ZONE).toInstant().toEpochMilli());
            sum += Math.max(0, end - start);
        }
        return sum;
    }

    private static PrizeDefinition prize(
            String name, String english, PrizeKind kind, int weight, int perPlayer, int units) {
        return PrizeDefinition.of(new LocalizedText(name, english), kind, weight, perPlayer, units, List.of());
    }

    private static PrizeDefinition coupon(
            String name, String english, int weight, int units, String prefix, RandomGenerator random) {
        Set<String> codes = new LinkedHashSet<>();
        while (codes.size() < units) {
            codes.add(prefix + "-" + letters(random) + "-" + letters(random) + "-" + letters(random));
        }
        return PrizeDefinition.of(
                new LocalizedText(name, english), PrizeKind.COUPON, weight, 0, units, List.copyOf(codes));
    }

    private static String letters(RandomGenerator random) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            letters.append(CODE_LETTERS.charAt(random.nextInt(CODE_LETTERS.length())));
        }
        return letters.toString();
    }
}
