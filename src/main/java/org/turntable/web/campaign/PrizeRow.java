package org.turntable.web.campaign;

import java.util.Objects;
import org.turntable.campaign.PrizeKind;
import org.turntable.web.page.Lang;
import org.turntable.web.page.PageText;
import org.turntable.web.page.PageTheme;

/**
 * A prize as the page and the rules publish it.
 *
 * @param name the prize's name in the page's language
 * @param kind its kind
 * @param quantity how many units there are in all
 * @param oneIn the N of "1 in N" per draw, formatted
 * @param percent the same odds in per cent, with the sign
 * @param releaseReason why this prize has a release line of its own; null when it follows the common one
 * @param soldOut whether none is left
 * @param picture the prize's own picture; null where the kind's picture is used
 */
public record PrizeRow(
        String name,
        PrizeKind kind,
        long quantity,
        String oneIn,
        String percent,
        String releaseReason,
        boolean soldOut,
        PageTheme.Image picture) {
    /** Refuses missing texts; only the reason and the picture may be null. */
    public PrizeRow {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(oneIn, "oneIn");
        Objects.requireNonNull(percent, "percent");
    }

    /** A prize whose odds are {@code weight} out of {@code base} (base more than 0). */
    public static PrizeRow of(
            String name, PrizeKind kind, long quantity, long weight, long base, String releaseReason, Lang lang) {
        return new PrizeRow(
                name,
                kind,
                quantity,
                PageText.oneIn(weight, base, lang),
                PageText.percent(weight, base, lang),
                releaseReason,
                false,
                null);
    }

    /** The same prize with its present stock and picture. */
    public PrizeRow now(boolean gone, PageTheme.Image shown) {
        return new PrizeRow(name, kind, quantity, oneIn, percent, releaseReason, gone, shown);
    }
}
