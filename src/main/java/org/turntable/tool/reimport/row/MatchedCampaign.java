package org.turntable.tool.reimport.row;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A campaign that exists in both databases. Ids differ between the databases, so campaigns are matched by slug and
 * prizes by name.
 *
 * @param slug its slug
 * @param strandedId its id in the stranded database
 * @param id its id in the target
 * @param prizes ids of prizes: from the stranded database to the target
 */
public record MatchedCampaign(String slug, int strandedId, int id, Map<Integer, Integer> prizes) {
    public MatchedCampaign {
        prizes = Map.copyOf(prizes);
    }

    /**
     * The result of matching.
     *
     * @param pairs in the order of their ids in the target
     * @param problems sentences for a person, each with its remedy; empty when everything was matched
     */
    public record Matching(List<MatchedCampaign> pairs, List<String> problems) {
        public Matching {
            pairs = List.copyOf(pairs);
            problems = List.copyOf(problems);
        }
    }

    /** The id in the target of a prize of the stranded database; 0 for 0, and for a prize of another campaign. */
    public int targetPrize(int strandedPrize) {
        return strandedPrize == 0 ? 0 : prizes.getOrDefault(strandedPrize, 0);
    }

    /** Amounts of red packets of the stranded database, by the prizes' ids in the target. */
    public static Map<Integer, Integer> amounts(MatchedCampaign pair, Map<Integer, Integer> stranded) {
        Map<Integer, Integer> amounts = new TreeMap<>();
        stranded.forEach((prize, fen) -> amounts.put(pair.targetPrize(prize), fen));
        return amounts;
    }

    /**
     * Audit entries of the stranded database, with the campaigns' ids of the target; without those of campaigns that
     * are not matched.
     */
    public static List<ActionRow> actions(List<MatchedCampaign> pairs, List<ActionRow> stranded) {
        Map<Integer, Integer> ids =
                pairs.stream().collect(Collectors.toMap(MatchedCampaign::strandedId, MatchedCampaign::id));
        ids.put(0, 0);
        return stranded.stream()
                .filter(action -> ids.containsKey(action.campaignId()))
                .map(action -> new ActionRow(
                        action.id(),
                        ids.get(action.campaignId()),
                        action.action(),
                        action.rows(),
                        action.by(),
                        action.reason(),
                        action.at()))
                .toList();
    }

    /** Ids of its prizes in the stranded database, in ascending order. */
    public List<Integer> strandedPrizes() {
        return prizes.keySet().stream().sorted().toList();
    }

    /**
     * Matches campaigns.
     *
     * @param stranded campaigns of the stranded database
     * @param target campaigns of the target
     * @param only slugs of the campaigns to match; empty for all
     */
    public static Matching match(List<CampaignOutline> stranded, List<CampaignOutline> target, Set<String> only) {
        Map<String, CampaignOutline> bySlug =
                target.stream().collect(Collectors.toMap(CampaignOutline::slug, campaign -> campaign));
        List<MatchedCampaign> pairs = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (CampaignOutline strandedCampaign : stranded) {
            if (!only.isEmpty() && !only.contains(strandedCampaign.slug())) {
                continue;
            }
            CampaignOutline counterpart = bySlug.get(strandedCampaign.slug());
            if (counterpart == null) {
                problems.add("campaign " + strandedCampaign.slug()
                        + " is not in the new database: load its definition there, or name the campaigns "
                        + "to import with --campaign");
            } else {
                pairs.add(match(strandedCampaign, counterpart, problems));
            }
        }
        only.stream()
                .filter(slug ->
                        stranded.stream().noneMatch(campaign -> campaign.slug().equals(slug)))
                .sorted()
                .forEach(slug -> problems.add("there is no campaign " + slug + " in the stranded database"));
        pairs.sort(Comparator.comparingInt(MatchedCampaign::id));
        return new Matching(pairs, problems);
    }

    private static MatchedCampaign match(
            CampaignOutline strandedCampaign, CampaignOutline target, List<String> problems) {
        Map<Integer, Integer> prizes = new TreeMap<>();
        strandedCampaign
                .prizes()
                .forEach(prize -> target.prizes().stream()
                        .filter(candidate -> candidate.name().equals(prize.name()))
                        .findFirst()
                        .ifPresentOrElse(
                                found -> prizes.put(prize.id(), found.id()),
                                () -> problems.add(
                                        "campaign " + strandedCampaign.slug() + " has no prize " + prize.name()
                                                + " in the new database: prizes are matched by name; "
                                                + "create it there, with its units and codes")));
        return new MatchedCampaign(strandedCampaign.slug(), strandedCampaign.id(), target.id(), prizes);
    }
}
