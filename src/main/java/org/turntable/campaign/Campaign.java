package org.turntable.campaign;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * The plan of one campaign, as a node holds it: everything that decides a draw except what players have done so far.
 *
 * @param id            its key in the database
 * @param slug          its name in paths: lower-case letters, digits and hyphens
 * @param name          what players read
 * @param organiser     who answers for it by law
 * @param howToRedeem   what a winner does next
 * @param zone          the zone in which its days begin and end
 * @param opensAt       the first instant at which a draw is admitted
 * @param closesAt      the first instant at which none is any more
 * @param state         what the operators decided
 * @param chancesPerDay draws of one player in one day of {@code zone}, 1 or more
 * @param chancesInAll  draws of one player in the whole campaign, 1 or more
 * @param odds          prizes with exact weights
 * @param planVersion   rises with every change, so that nodes notice
 */
public record Campaign(int id, String slug, LocalText name, LocalText organiser, LocalText howToRedeem, ZoneId zone, Instant opensAt,
                       Instant closesAt, CampaignState state, int chancesPerDay, int chancesInAll, Odds odds, int planVersion) {

    /** What a player may do now. */
    public enum Phase { NOT_BEGUN, OPEN, PAUSED, ENDED }

    /**
     * A day of the campaign's zone.
     *
     * @param number  days since 1970-01-01, in that zone
     * @param startMs its first millisecond, since the epoch
     * @param endMs   the first millisecond after it
     */
    public record Day(long number, long startMs, long endMs) {
        /** Whether the instant lies in this day. */
        public boolean holds(long epochMs) {
            return epochMs >= startMs && epochMs < endMs;
        }
    }

    public Campaign {
        if (!opensAt.isBefore(closesAt)) {
            throw new IllegalArgumentException("campaign " + slug + " closes before it opens");
        }
        if (chancesPerDay < 1 || chancesInAll < 1) {
            throw new IllegalArgumentException("campaign " + slug + " gives no chances");
        }
    }

    /** The prizes in the order of their positions. */
    public List<Prize> prizes() {
        return odds.prizes();
    }

    /** The prize of that id, if it is one of this campaign's. */
    public Optional<Prize> prize(int prizeId) {
        return prizes().stream().filter(prize -> prize.id() == prizeId).findFirst();
    }

    /** What a player may do at that instant. */
    public Phase phaseAt(Instant now) {
        return switch (state) {
            case CLOSED -> Phase.ENDED;
            case DRAFT, SCHEDULED -> now.isBefore(closesAt) ? Phase.NOT_BEGUN : Phase.ENDED;
            case OPEN, PAUSED -> {
                if (now.isBefore(opensAt)) {
                    yield Phase.NOT_BEGUN;
                }
                if (!now.isBefore(closesAt)) {
                    yield Phase.ENDED;
                }
                yield state == CampaignState.OPEN ? Phase.OPEN : Phase.PAUSED;
            }
        };
    }

    /** The day in which that instant lies, in the campaign's own zone (23 or 25 hours long where clocks change). */
    public Day dayAt(Instant now) {
        LocalDate date = now.atZone(zone).toLocalDate();
        return new Day(date.toEpochDay(), date.atStartOfDay(zone).toInstant().toEpochMilli(),
                date.plusDays(1).atStartOfDay(zone).toInstant().toEpochMilli());
    }
}
