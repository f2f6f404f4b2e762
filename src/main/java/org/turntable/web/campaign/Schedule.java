package org.turntable.web.campaign;

import java.time.Instant;
import java.time.ZoneId;
import org.turntable.web.page.Lang;
import org.turntable.web.page.PageText;

/**
 * When a campaign runs: milliseconds for the countdown, texts for readers.
 *
 * @param serverNow the server's clock as the page is rendered, epoch milliseconds: the phone's own clock is not trusted
 * @param opensAt epoch milliseconds
 * @param closesAt epoch milliseconds
 * @param opens {@code opensAt} in the campaign's time zone and the page's language
 * @param closes {@code closesAt} likewise
 * @param zone the name of the time zone with its offset
 */
public record Schedule(long serverNow, long opensAt, long closesAt, String opens, String closes, String zone) {

    /** Writes the texts for a campaign's window. */
    public static Schedule of(Instant now, Instant opensAt, Instant closesAt, ZoneId zone, Lang lang) {
        return new Schedule(
                now.toEpochMilli(),
                opensAt.toEpochMilli(),
                closesAt.toEpochMilli(),
                PageText.dateAndTime(opensAt, zone, lang),
                PageText.dateAndTime(closesAt, zone, lang),
                PageText.zone(zone, opensAt, lang));
    }
}
