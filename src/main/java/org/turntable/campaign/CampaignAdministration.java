package org.turntable.campaign;

import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What operators do with campaigns: make one, look at all of them, move one from state to state. */
public interface CampaignAdministration {
    /**
     * Makes a campaign as a draft, with its prizes and their units, all or nothing.
     *
     * @return its id
     * @throws Refused               when there is one of that slug already
     * @throws Campaigns.Unavailable when the database does not answer
     */
    int create(CampaignDefinition definition) throws Refused, Campaigns.Unavailable;

    /** Every campaign in the order in which they were made, drafts too. */
    List<Campaign> all() throws Campaigns.Unavailable;

    /** The campaign of that slug in whatever state. */
    Optional<Campaign> find(String slug) throws Campaigns.Unavailable;

    /**
     * Moves a campaign to another state, and its plan to the next version, so that every node notices. The move is recorded.
     *
     * @param byWhom who does it, 1 to 60 characters
     * @param reason why, 200 characters at most; null for none
     * @throws Refused               when there is no such campaign, the way from its state is not a legal one, or somebody moved it
     *                               at the same moment
     * @throws Campaigns.Unavailable when the database does not answer
     */
    void move(String slug, CampaignState to, String byWhom, String reason, Instant now) throws Refused, Campaigns.Unavailable;

    /**
     * The last moves of a campaign, the newest first; none where there is no such campaign.
     *
     * @param most how many, 1 or more
     */
    List<Move> moves(String slug, int most) throws Campaigns.Unavailable;

    /**
     * A move that was made.
     *
     * @param byWhom who made it
     * @param reason why; null where nobody said
     */
    record Move(CampaignState from, CampaignState to, String byWhom, String reason, Instant at) {
    }

    /** It may not be done; the message says why and what can be done instead, for operators. */
    class Refused extends Exception {
        public Refused(String message) {
            super(message);
        }
    }

    /**
     * A campaign to be made. Checked when it is built, so that whatever exists fits.
     *
     * @param slug          its path, 1 to 40 small letters, digits and single hyphens
     * @param name          60 characters at most, English 80
     * @param organiser     80 characters at most
     * @param howToRedeem   what a winner does next
     * @param zone          where its days begin and end
     * @param opensAt       before {@code closesAt}
     * @param closesAt      the first instant without draws
     * @param chancesPerDay draws of a player in a day, 1 or more
     * @param chancesInAll  draws of a player in all, 1 or more
     * @param oddsBase      what the weights are out of; they may not come to more
     * @param release       the one shape in which all prizes are let out
     * @param prizes        in the order of the wheel, 1 to 255, names different
     */
    record CampaignDefinition(String slug, LocalText name, LocalText organiser, LocalText howToRedeem, ZoneId zone, Instant opensAt,
                              Instant closesAt, int chancesPerDay, int chancesInAll, int oddsBase, ReleaseLine release,
                              List<PrizeDefinition> prizes) {
        private static final Pattern SLUG = Pattern.compile("(?=.{1,40}$)[a-z0-9]+(-[a-z0-9]+)*");

        public CampaignDefinition {
            prizes = List.copyOf(prizes);
            check(SLUG.matcher(slug).matches(), "the slug '" + slug + "' is not 1 to 40 small letters, digits and single hyphens");
            checkText("the campaign's name", name, 60, 80);
            checkText("the organiser", organiser, 80, 80);
            checkText("how to redeem", howToRedeem, 15_000, 15_000);
            check(zone.getId().length() <= 40, "the time zone's name is longer than 40 characters");
            check(opensAt.isBefore(closesAt), "the campaign closes before it opens");
            check(chancesPerDay >= 1 && chancesInAll >= 1, "a player has no chances; give 1 or more for a day and in all");
            check(!prizes.isEmpty() && prizes.size() <= 255, "a campaign has 1 to 255 prizes, not " + prizes.size());
            long weights = prizes.stream().mapToLong(PrizeDefinition::weight).sum();
            check(oddsBase >= 1 && weights <= oddsBase, "the weights come to " + weights + ", more than the base of " + oddsBase);
            Set<String> names = new HashSet<>();
            prizes.forEach(prize -> check(names.add(prize.name().chinese()), "two prizes are called " + prize.name().chinese()));
            Objects.requireNonNull(release, "release");
        }
    }

    /**
     * A prize to be made.
     *
     * @param name           40 characters at most, English 60
     * @param kind           how it reaches its winner
     * @param weight         chances out of the campaign's base, 0 or more
     * @param perPlayerLimit wins of one player; 0 for any number
     * @param units          how many there are, 0 or more
     * @param codes          none, or one for each unit, all different, 1 to 64 characters
     * @param ownRelease     a line of its own, with a reason; null for the campaign's
     * @param releaseReason  why it has one, recorded and told on the rules page; null without one
     */
    record PrizeDefinition(LocalText name, PrizeKind kind, int weight, int perPlayerLimit, int units, List<String> codes,
                           ReleaseLine ownRelease, String releaseReason) {
        public PrizeDefinition {
            codes = List.copyOf(codes);
            checkText("a prize's name", name, 40, 60);
            Objects.requireNonNull(kind, "kind");
            String prize = "prize " + name.chinese();
            check(weight >= 0 && perPlayerLimit >= 0 && units >= 0, prize + ": weight, limit and units are 0 or more");
            check(codes.isEmpty() || codes.size() == units,
                    prize + " has " + units + " units and " + codes.size() + " codes; give one for each or none");
            check(codes.stream().allMatch(code -> !code.isBlank() && code.length() <= 64), prize + ": a code has 1 to 64 characters");
            check(new HashSet<>(codes).size() == codes.size(), prize + ": a code stands there twice");
            check((ownRelease == null) == (releaseReason == null),
                    prize + ": a release line of its own needs a recorded reason, and the other way round");
            check(releaseReason == null || !releaseReason.isBlank() && releaseReason.length() <= 200, prize + ": the reason has 1 to 200 characters");
        }

        /** A prize on the campaign's own release line. */
        public static PrizeDefinition of(LocalText name, PrizeKind kind, int weight, int perPlayerLimit, int units, List<String> codes) {
            return new PrizeDefinition(name, kind, weight, perPlayerLimit, units, codes, null, null);
        }
    }

    private static void checkText(String what, LocalText text, int chineseMost, int englishMost) {
        check(!text.chinese().isBlank() && text.chinese().length() <= chineseMost, what + " has 1 to " + chineseMost + " characters");
        check(text.english() == null || !text.english().isBlank() && text.english().length() <= englishMost,
                what + " in English has 1 to " + englishMost + " characters, or is left out");
    }

    private static void check(boolean fits, String otherwise) {
        if (!fits) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
