package org.turntable.reimport;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.turntable.reimport.row.ActionRow;
import org.turntable.reimport.row.CampaignOutline;

/**
 * A campaign in both databases. A fresh database gives out ids of its own, so campaigns are found by their paths and prizes by their names.
 *
 * @param slug       its path
 * @param strandedId its id in the stranded database
 * @param id         its id here
 * @param prizes     the prizes' ids: stranded to here
 */
public record CampaignPair(String slug, int strandedId, int id, Map<Integer, Integer> prizes) {
    public CampaignPair {
        prizes = Map.copyOf(prizes);
    }

    /**
     * All pairs, and what stands in the way.
     *
     * @param pairs    in the order of their ids here
     * @param problems sentences for a person, each with its mend; empty when everything was found
     */
    public record Pairing(List<CampaignPair> pairs, List<String> problems) {
        public Pairing {
            pairs = List.copyOf(pairs);
            problems = List.copyOf(problems);
        }
    }

    int prizeHere(int strandedPrize) {
        // A draw of a prize of another campaign cannot be: it would have been found unpaired before.
        return strandedPrize == 0 ? 0 : prizes.getOrDefault(strandedPrize, 0);
    }

    /** What prizes pay in the stranded database, by their ids here. */
    static Map<Integer, Integer> amounts(CampaignPair pair, Map<Integer, Integer> stranded) {
        Map<Integer, Integer> amounts = new TreeMap<>();
        stranded.forEach((prize, fen) -> amounts.put(pair.prizeHere(prize), fen));
        return amounts;
    }

    /** Entries of the stranded database with the campaigns' ids of here; those of campaigns that are left out are not among them. */
    static List<ActionRow> actions(List<CampaignPair> pairs, List<ActionRow> stranded) {
        Map<Integer, Integer> ids = pairs.stream().collect(Collectors.toMap(CampaignPair::strandedId, CampaignPair::id));
        ids.put(0, 0);
        return stranded.stream().filter(action -> ids.containsKey(action.campaignId())).map(action -> new ActionRow(action.id(),
                ids.get(action.campaignId()), action.action(), action.rows(), action.by(), action.reason(), action.at())).toList();
    }

    /** The stranded ids of its prizes, the smallest first. */
    List<Integer> strandedPrizes() {
        return prizes.keySet().stream().sorted().toList();
    }

    /**
     * Finds the counterparts.
     *
     * @param stranded those of the stranded database
     * @param here     those of this one
     * @param only     the paths to look at; empty for all
     */
    public static Pairing pair(List<CampaignOutline> stranded, List<CampaignOutline> here, Set<String> only) {
        Map<String, CampaignOutline> bySlug = here.stream().collect(Collectors.toMap(CampaignOutline::slug, campaign -> campaign));
        List<CampaignPair> pairs = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (CampaignOutline there : stranded) {
            if (!only.isEmpty() && !only.contains(there.slug())) {
                continue;
            }
            CampaignOutline counterpart = bySlug.get(there.slug());
            if (counterpart == null) {
                problems.add("campaign " + there.slug()
                        + " is not in the new database: load its definition there, or name those to bring over with --campaign");
            } else {
                pairs.add(pair(there, counterpart, problems));
            }
        }
        only.stream().filter(slug -> stranded.stream().noneMatch(campaign -> campaign.slug().equals(slug))).sorted()
                .forEach(slug -> problems.add("there is no campaign " + slug + " in the stranded database"));
        pairs.sort(Comparator.comparingInt(CampaignPair::id));
        return new Pairing(pairs, problems);
    }

    private static CampaignPair pair(CampaignOutline there, CampaignOutline here, List<String> problems) {
        Map<Integer, Integer> prizes = new TreeMap<>();
        there.prizes().forEach(prize -> here.prizes().stream().filter(candidate -> candidate.name().equals(prize.name())).findFirst()
                .ifPresentOrElse(found -> prizes.put(prize.id(), found.id()), () -> problems.add("campaign " + there.slug() + " has no prize "
                        + prize.name() + " in the new database: prizes are found by their names; make it there, with its units and codes")));
        return new CampaignPair(there.slug(), there.id(), here.id(), prizes);
    }
}
