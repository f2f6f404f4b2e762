package org.turntable.campaign;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * The plan of one campaign: everything that decides a draw except what players have done so far.
 *
 * @param id its key in the database
 * @param slug its name in paths: lower-case letters, digits and hyphens
 * @param name shown to players
 * @param organiser the legally responsible organiser
 * @param howToRedeem instructions for winners
 * @param zone the time zone that defines its days
 * @param opensAt the first instant at which a draw is admitted
 * @param closesAt the first instant at which no draw is admitted any more
 * @param state set by the operators
 * @param chancesPerDay draws of one player in one day of {@code zone}, 1 or more
 * @param chancesInAll draws of one player in the whole campaign, 1 or more
 * @param odds prizes with exact weights
 * @param planVersion increases with every change, so that nodes detect it
 * @param uid of this campaign only: one that is made anew has another, also under the same id and slug
 */
public record Campaign(
        int id,
        String slug,
        LocalizedText name,
        LocalizedText organiser,
        LocalizedText howToRedeem,
        ZoneId zone,
        Instant opensAt,
        Instant closesAt,
        CampaignState state,
        int chancesPerDay,
        int chancesInAll,
        Odds odds,
        int planVersion,
        String uid) {

    /** What players may do now. */
    public enum Phase {
        NOT_BEGUN,
        OPEN,
        PAUSED,
        ENDED
    }

    /**
     * A day in the campaign's time zone.
     *
     * @param number days since 1970-01-01, in that zone
     * @param startMs its first millisecond, since the epoch
     * @param endMs the first millisecond after it
     */
    public record Day(long number, long startMs, long endMs) {
        /** Whether the instant is in this day. */
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

    /** The prize with this id, if the campaign has it. */
    public Optional<Prize> prize(int prizeId) {
        return prizes().stream().filter(prize -> prize.id() == prizeId).findFirst();
    }

    /** What players may do at this instant. */
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

    /** The day of this instant in the campaign's time zone; 23 or 25 hours long when the clock changes. */
    public Day dayAt(Instant now) {
        LocalDate date = now.atZone(zone).toLocalDate();
        return new Day(
                date.toEpochDay(),
                date.atStartOfDay(zone).toInstant().toEpochMilli(),
                date.plusDays(1).atStartOfDay(zone).toInstant().toEpochMilli());
    }
}
