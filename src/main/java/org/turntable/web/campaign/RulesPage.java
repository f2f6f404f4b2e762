package org.turntable.web.campaign;

import java.util.List;
import java.util.Objects;

/**
 * The rules, which the law requires to be published before the start: organiser, dates, prizes, quantities, odds, and
 * how to redeem.
 *
 * @param slug the campaign's name in addresses
 * @param name the campaign's name in the page's language
 * @param organiser the organiser of the campaign
 * @param schedule the window
 * @param chancesPerDay draws per player and day
 * @param chancesInAll draws per player in the whole campaign
 * @param prizes every prize with its quantity and odds
 * @param losingPercent the odds of no prize in per cent, with the sign
 * @param howToRedeem free text; line breaks are kept
 * @param versions the published versions, the newest first; empty before the first
 * @param verbatim the published text itself, where the present plan differs from it; else null
 */
public record RulesPage(
        String slug,
        String name,
        String organiser,
        Schedule schedule,
        long chancesPerDay,
        long chancesInAll,
        List<PrizeRow> prizes,
        String losingPercent,
        String howToRedeem,
        List<Version> versions,
        String verbatim) {
    /** Copies the lists and refuses missing texts. */
    public RulesPage {
        Objects.requireNonNull(slug, "slug");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(organiser, "organiser");
        Objects.requireNonNull(schedule, "schedule");
        Objects.requireNonNull(losingPercent, "losingPercent");
        Objects.requireNonNull(howToRedeem, "howToRedeem");
        prizes = List.copyOf(prizes);
        versions = List.copyOf(versions);
    }

    /**
     * Rules that were published.
     *
     * @param number from 1
     * @param sha256 of the text that can be downloaded, 64 hexadecimal digits
     * @param notice what changed and why; null for the first version
     * @param when it was published, formatted
     */
    public record Version(int number, String sha256, String notice, String when) {}
}
