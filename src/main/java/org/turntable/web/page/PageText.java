package org.turntable.web.page;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.EnumMap;
import java.util.Map;

/** Dates, time zones and odds as the pages write them, in both languages. */
public final class PageText {
    private static final Map<Lang, DateTimeFormatter> DATE_AND_TIME = new EnumMap<>(Map.of(
            Lang.ZH_CN, DateTimeFormatter.ofPattern("yyyy年M月d日 HH:mm", Lang.ZH_CN.locale()),
            Lang.EN, DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm", Lang.EN.locale())));
    /** More digits are of no use to a reader. */
    private static final MathContext ONE_IN_DIGITS = new MathContext(4, RoundingMode.HALF_UP);
    /** Enough for odds out of a million to be exact. */
    private static final MathContext PERCENT_DIGITS = new MathContext(6, RoundingMode.HALF_UP);

    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

    private PageText() {}

    /** An instant to the minute, in a time zone: 2026年9月24日 10:00, or 24 Sep 2026, 10:00. */
    public static String dateAndTime(Instant instant, ZoneId zone, Lang lang) {
        return DATE_AND_TIME.get(lang).format(instant.atZone(zone));
    }

    /** A time zone's name with the offset that it has at an instant. */
    public static String zone(ZoneId zone, Instant at, Lang lang) {
        ZoneOffset offset = zone.getRules().getOffset(at);
        String utc = offset.equals(ZoneOffset.UTC) ? "UTC" : "UTC" + offset.getId();
        if (zone instanceof ZoneOffset) {
            return utc;
        }
        // The usual name in China for the zone Asia/Shanghai is "Beijing time".
        String name = zone.equals(CHINA)
                ? lang.choose("北京时间", "Beijing time")
                : zone.getDisplayName(TextStyle.FULL, lang.locale());
        return lang.choose(name + "（" + utc + "）", name + " (" + utc + ")");
    }

    /**
     * The N of "1 in N": a whole number where the weight divides the base, else four digits.
     *
     * @param weight 0 to {@code base}
     * @param base more than 0
     * @return the text, or a dash when the weight is 0
     */
    public static String oneIn(long weight, long base, Lang lang) {
        if (weight == 0) {
            return "–";
        }
        BigDecimal n = base % weight == 0
                ? BigDecimal.valueOf(base / weight)
                : BigDecimal.valueOf(base).divide(BigDecimal.valueOf(weight), ONE_IN_DIGITS);
        return number(n, lang);
    }

    /** Odds in per cent with the sign: exact up to six digits, else rounded to six; 0 % only for a weight of 0. */
    public static String percent(long weight, long base, Lang lang) {
        return number(
                        BigDecimal.valueOf(weight)
                                .scaleByPowerOfTen(2)
                                .divide(BigDecimal.valueOf(base), PERCENT_DIGITS),
                        lang)
                + "%";
    }

    private static String number(BigDecimal value, Lang lang) {
        NumberFormat format = NumberFormat.getNumberInstance(lang.locale());
        format.setMaximumFractionDigits(16);
        return format.format(value);
    }
}
