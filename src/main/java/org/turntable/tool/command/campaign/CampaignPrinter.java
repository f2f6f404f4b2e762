package org.turntable.tool.command.campaign;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.Prize;

/** Prints a campaign as text and as JSON. */
final class CampaignPrinter {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

    private CampaignPrinter() {}

    static String line(Campaign campaign) {
        return "%-9s  %-24s  %s to %s %s  %s"
                .formatted(
                        campaign.state().word(),
                        campaign.slug(),
                        at(campaign, campaign.opensAt()),
                        at(campaign, campaign.closesAt()),
                        campaign.zone(),
                        campaign.name().chinese());
    }

    static List<String> lines(Campaign campaign) {
        List<String> lines = new ArrayList<>(List.of(
                line(campaign),
                "chances    " + campaign.chancesPerDay() + " a day, " + campaign.chancesInAll()
                        + " in total; plan version " + campaign.planVersion(),
                "organiser  " + campaign.organiser().chinese()));
        for (Prize prize : campaign.prizes()) {
            lines.add("prize %-4d %,10d units  %,9d of %,d  %s%s"
                    .formatted(
                            prize.position(),
                            prize.stock(),
                            prize.weight(),
                            campaign.odds().base(),
                            prize.name().chinese(),
                            prize.perPlayerLimit() == 0 ? "" : " (at most " + prize.perPlayerLimit() + " a player)"));
        }
        return lines;
    }

    static Map<String, Object> document(Campaign campaign) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", campaign.id());
        document.put("slug", campaign.slug());
        document.put("name", campaign.name().chinese());
        document.put("state", campaign.state().word());
        document.put("opensAt", campaign.opensAt().toString());
        document.put("closesAt", campaign.closesAt().toString());
        document.put("timeZone", campaign.zone().getId());
        document.put("chancesPerDay", campaign.chancesPerDay());
        document.put("chancesInAll", campaign.chancesInAll());
        document.put("oddsBase", campaign.odds().base());
        document.put("planVersion", campaign.planVersion());
        document.put(
                "prizes",
                campaign.prizes().stream()
                        .map(prize -> Map.of(
                                "id",
                                prize.id(),
                                "position",
                                prize.position(),
                                "name",
                                prize.name().chinese(),
                                "kind",
                                prize.kind().word(),
                                "weight",
                                prize.weight(),
                                "perPlayerLimit",
                                prize.perPlayerLimit(),
                                "units",
                                prize.stock()))
                        .toList());
        return document;
    }

    private static String at(Campaign campaign, Instant instant) {
        return MINUTE.format(instant.atZone(campaign.zone()));
    }
}
