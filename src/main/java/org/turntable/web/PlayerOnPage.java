package org.turntable.web;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.Prize;
import org.turntable.draw.DrawResult;
import org.turntable.draw.PlayerState;
import org.turntable.player.PlayerId;
import org.turntable.showcase.Theme;
import org.turntable.showcase.Winners;
import org.turntable.web.page.CampaignPage;
import org.turntable.web.page.Lang;
import org.turntable.web.page.PageText;
import org.turntable.web.page.PrizeRow;
import org.turntable.web.page.WheelLayout;

/** What the page with the wheel says of a player, and of those who won, at one instant and in one language. */
final class PlayerOnPage {
    private final CampaignViews campaigns;
    private final Campaign campaign;
    private final Instant now;
    private final Lang lang;

    PlayerOnPage(CampaignViews campaigns, Campaign campaign, Instant now, Lang lang) {
        this.campaigns = campaigns;
        this.campaign = campaign;
        this.now = now;
        this.lang = lang;
    }

    /** @param name null where none is known */
    CampaignPage.Player player(String name, PlayerState state) {
        return new CampaignPage.Player(name, state.number() + 1L, chancesToday(state), DrawJson.chancesInAll(campaign, state.number()));
    }

    private int chancesToday(PlayerState state) {
        return DrawJson.chancesToday(campaign, state.number(), state.usedOn(campaign.dayAt(now)));
    }

    /** The wins, newest first. */
    List<CampaignPage.WinRow> wins(PlayerState state) {
        Theme theme = campaigns.showcase(campaign).theme();
        List<CampaignPage.WinRow> rows = new ArrayList<>();
        for (PlayerState.Win win : state.wins()) {
            campaign.prize(win.prizeId()).ifPresent(prize -> rows.add(new CampaignPage.WinRow(CampaignViews.text(prize.name(), lang), prize.kind(),
                    win.number(), PageText.dateAndTime(Instant.ofEpochMilli(win.drawnAtMs()), campaign.zone(), lang), campaigns.picture(theme, prize))));
        }
        Collections.reverse(rows);
        return rows;
    }

    /** The last draw; empty before the first. */
    Optional<CampaignPage.LastDraw> last(PlayerState state) {
        int number = state.number();
        WheelLayout wheel = campaigns.wheel(campaign, lang);
        if (number == 0) {
            return Optional.empty();
        }
        if (state.last() instanceof DrawResult.Win win) {
            return campaign.prize(win.prizeId()).map(prize -> new CampaignPage.LastDraw(number, CampaignPage.LastDraw.Status.WIN,
                    CampaignViews.text(prize.name(), lang), wheel.segmentOf(prize.id())));
        }
        if (state.last() instanceof DrawResult.Candidate) {
            return Optional.of(new CampaignPage.LastDraw(number, CampaignPage.LastDraw.Status.CONFIRMING, null, null));
        }
        return Optional.of(new CampaignPage.LastDraw(number, CampaignPage.LastDraw.Status.LOSS, null, wheel.losingSegment(number)));
    }

    /** When new chances come, for a player whose draws of today may use up the old ones; empty where none will come. */
    Optional<CampaignPage.Again> again(PlayerState state) {
        Instant tomorrow = Instant.ofEpochMilli(campaign.dayAt(now).endMs());
        // What is left of today's is left out: it is drawn before.
        int then = Math.min(campaign.chancesPerDay(), DrawJson.chancesInAll(campaign, state.number()) - chancesToday(state));
        if (campaign.phaseAt(now) != Campaign.Phase.OPEN || then < 1 || !tomorrow.isBefore(campaign.closesAt())) {
            return Optional.empty();
        }
        return Optional.of(new CampaignPage.Again(tomorrow.toEpochMilli(), PageText.dateAndTime(tomorrow, campaign.zone(), lang), then));
    }

    /**
     * Who won, after the end.
     *
     * @param own the player whom the page is for
     */
    List<CampaignPage.WinnersRow> winners(Optional<PlayerId> own) {
        if (campaign.phaseAt(now) != Campaign.Phase.ENDED) {
            return List.of();
        }
        List<PrizeRow> rows = campaigns.prizes(campaign, lang);
        Map<Integer, Integer> places = campaign.prizes().stream().collect(Collectors.toMap(Prize::id, campaign.prizes()::indexOf));
        Function<Winners.Winner, CampaignPage.WinnersRow.Name> named = winner -> new CampaignPage.WinnersRow.Name(winner.masked(),
                own.filter(winner.player()::equals).isPresent());
        return campaigns.showcase(campaign).winners().stream().filter(winners -> places.containsKey(winners.prizeId())).map(winners ->
                new CampaignPage.WinnersRow(rows.get(places.get(winners.prizeId())), winners.given(), winners.first().stream().map(named).toList())).toList();
    }
}
