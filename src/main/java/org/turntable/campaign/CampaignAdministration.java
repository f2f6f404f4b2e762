package org.turntable.campaign;

import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.turntable.outage.DatabaseUnavailableException;

/** Operations on campaigns: create, list, and change the state. */
public interface CampaignAdministration {
    /**
     * Creates a campaign as a draft, with its prizes and their units, in one transaction.
     *
     * @return its id
     * @throws RefusedException when a campaign with this slug exists
     * @throws DatabaseUnavailableException when the database does not answer
     */
    int create(CampaignDefinition definition) throws RefusedException, DatabaseUnavailableException;

    /** All campaigns in order of creation, including drafts. */
    List<Campaign> all() throws DatabaseUnavailableException;

    /** The campaign with this slug, in any state. */
    Optional<Campaign> find(String slug) throws DatabaseUnavailableException;

    /**
     * Changes the state of a campaign and increases its plan version, so that every node detects it. The change is
     * recorded.
     *
     * @param byWhom the author, 1 to 60 characters
     * @param reason why, 200 characters at most; null for none
     * @throws RefusedException when there is no such campaign, the transition is not allowed, or another operator
     *     changed the state at the same time
     * @throws DatabaseUnavailableException when the database does not answer
     */
    void changeState(String slug, CampaignState to, String byWhom, String reason, Instant now)
            throws RefusedException, DatabaseUnavailableException;

    /**
     * The last state changes of a campaign, newest first; empty when there is no such campaign.
     *
     * @param most maximum number, 1 or more
     */
    List<StateChange> stateChanges(String slug, int most) throws DatabaseUnavailableException;

    /**
     * A recorded state change.
     *
     * @param byWhom the author
     * @param reason null when none was given
     */
    record StateChange(CampaignState from, CampaignState to, String byWhom, String reason, Instant at) {}

    /** The operation is not allowed; the message tells operators why and what they can do instead. */
    class RefusedException extends Exception {
        public RefusedException(String message) {
            super(message);
        }
    }

    /**
     * A campaign to be created; validated by its constructor.
     *
     * @param slug its path, 1 to 40 lower-case letters, digits and single hyphens
     * @param name 60 characters at most, English 80
     * @param organiser 80 characters at most
     * @param howToRedeem instructions for winners
     * @param zone the time zone that defines its days
     * @param opensAt before {@code closesAt}
     * @param closesAt the first instant without draws
     * @param chancesPerDay draws of a player in a day, 1 or more
     * @param chancesInAll draws of a player in all, 1 or more
     * @param oddsBase denominator of the weights; their sum may not exceed it
     * @param release the release line of all prizes
     * @param prizes in the order of the wheel, 1 to 255, names different
     */
    record CampaignDefinition(
            String slug,
            LocalizedText name,
            LocalizedText organiser,
            LocalizedText howToRedeem,
            ZoneId zone,
            Instant opensAt,
            Instant closesAt,
            int chancesPerDay,
            int chancesInAll,
            int oddsBase,
            ReleaseLine release,
            List<PrizeDefinition> prizes) {
        private static final Pattern SLUG = Pattern.compile("(?=.{1,40}$)[a-z0-9]+(-[a-z0-9]+)*");

        /** Whether a campaign can have this slug; text from outside may be anything. */
        public static boolean isSlug(String text) {
            return SLUG.matcher(text).matches();
        }

        public CampaignDefinition {
            prizes = List.copyOf(prizes);
            check(isSlug(slug), "the slug '" + slug + "' is not 1 to 40 lower-case letters, digits and single hyphens");
            checkText("the campaign's name", name, 60, 80);
            checkText("the organiser", organiser, 80, 80);
            checkText("how to redeem", howToRedeem, 15_000, 15_000);
            check(zone.getId().length() <= 40, "the time zone's name is longer than 40 characters");
            check(opensAt.isBefore(closesAt), "the campaign closes before it opens");
            check(
                    chancesPerDay >= 1 && chancesInAll >= 1,
                    "a player has no chances; give 1 or more for a day and in all");
            check(!prizes.isEmpty() && prizes.size() <= 255, "a campaign has 1 to 255 prizes, not " + prizes.size());
            long weights = prizes.stream().mapToLong(PrizeDefinition::weight).sum();
            check(
                    oddsBase >= 1 && weights <= oddsBase,
                    "the weights come to " + weights + ", more than the base of " + oddsBase);
            Set<String> names = new HashSet<>();
            prizes.forEach(prize -> check(
                    names.add(prize.name().chinese()),
                    "two prizes are called " + prize.name().chinese()));
            Objects.requireNonNull(release, "release");
        }
    }

    /**
     * A prize to be created.
     *
     * @param name 40 characters at most, English 60
     * @param kind how it reaches its winner
     * @param weight numerator of the odds, 0 or more
     * @param perPlayerLimit wins of one player; 0 for any number
     * @param units the stock, 0 or more
     * @param codes none, or one for each unit, all different, 1 to 64 characters
     * @param ownRelease a separate release line, with a reason; null for the campaign's
     * @param releaseReason the reason, shown on the rules page; null without a separate line
     */
    record PrizeDefinition(
            LocalizedText name,
            PrizeKind kind,
            int weight,
            int perPlayerLimit,
            int units,
            List<String> codes,
            ReleaseLine ownRelease,
            String releaseReason) {
        public PrizeDefinition {
            codes = List.copyOf(codes);
            checkText("a prize's name", name, 40, 60);
            Objects.requireNonNull(kind, "kind");
            String prize = "prize " + name.chinese();
            check(weight >= 0 && perPlayerLimit >= 0 && units >= 0, prize + ": weight, limit and units are 0 or more");
            check(
                    codes.isEmpty() || codes.size() == units,
                    prize + " has " + units + " units and " + codes.size() + " codes; give one for each or none");
            check(
                    codes.stream().allMatch(code -> !code.isBlank() && code.length() <= 64),
                    prize + ": a code has 1 to 64 characters");
            check(new HashSet<>(codes).size() == codes.size(), prize + ": a code is given twice");
            check(
                    (ownRelease == null) == (releaseReason == null),
                    prize + ": a separate release line needs a reason, and a reason needs a separate release line");
            check(
                    releaseReason == null || !releaseReason.isBlank() && releaseReason.length() <= 200,
                    prize + ": the reason has 1 to 200 characters");
        }

        /** A prize on the campaign's own release line. */
        public static PrizeDefinition of(
                LocalizedText name, PrizeKind kind, int weight, int perPlayerLimit, int units, List<String> codes) {
            return new PrizeDefinition(name, kind, weight, perPlayerLimit, units, codes, null, null);
        }
    }

    private static void checkText(String what, LocalizedText text, int chineseMost, int englishMost) {
        check(
                !text.chinese().isBlank() && text.chinese().length() <= chineseMost,
                what + " has 1 to " + chineseMost + " characters");
        check(
                text.english() == null
                        || !text.english().isBlank() && text.english().length() <= englishMost,
                what + " in English has 1 to " + englishMost + " characters, or is left out");
    }

    private static void check(boolean fits, String otherwise) {
        if (!fits) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
