package org.turntable.web.draw;

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
import org.turntable.draw.PlayerState;
import org.turntable.player.DrawOutcome;
import org.turntable.player.PlayerId;
import org.turntable.showcase.Theme;
import org.turntable.showcase.Winners;
import org.turntable.web.campaign.CampaignModels;
import org.turntable.web.campaign.PrizeRow;
import org.turntable.web.campaign.WheelLayout;
import org.turntable.web.page.Lang;
import org.turntable.web.page.PageText;

/** What the page with the wheel shows of a player and of the winners, at one instant and in one language. */
final class PlayerModel {
    private final CampaignModels campaigns;
    private final Campaign campaign;
    private final Instant now;
    private final Lang lang;

    PlayerModel(CampaignModels campaigns, Campaign campaign, Instant now, Lang lang) {
        this.campaigns = campaigns;
        this.campaign = campaign;
        this.now = now;
        this.lang = lang;
    }

    /** @param name null where none is known */
    CampaignPage.Player player(String name, PlayerState state) {
        return new CampaignPage.Player(
                name, state.number() + 1L, chancesToday(state), DrawJson.chancesInAll(campaign, state.number()));
    }

    private int chancesToday(PlayerState state) {
        return DrawJson.chancesToday(campaign, state.number(), state.usedOn(campaign.dayAt(now)));
    }

    /** The wins, newest first. */
    List<CampaignPage.WinRow> wins(PlayerState state) {
        Theme theme = campaigns.showcase(campaign).theme();
        List<CampaignPage.WinRow> rows = new ArrayList<>();
        for (PlayerState.Win win : state.wins()) {
            campaign.prize(win.prizeId())
                    .ifPresent(prize -> rows.add(new CampaignPage.WinRow(
                            CampaignModels.text(prize.name(), lang),
                            prize.kind(),
                            win.number(),
                            PageText.dateAndTime(Instant.ofEpochMilli(win.drawnAtMs()), campaign.zone(), lang),
                            campaigns.picture(theme, prize))));
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
        if (state.last() instanceof DrawOutcome.Win win) {
            return campaign.prize(win.prizeId())
                    .map(prize -> new CampaignPage.LastDraw(
                            number,
                            CampaignPage.LastDraw.Status.WIN,
                            CampaignModels.text(prize.name(), lang),
                            wheel.segmentOf(prize.id())));
        }
        if (state.last() instanceof DrawOutcome.Candidate) {
            return Optional.of(new CampaignPage.LastDraw(number, CampaignPage.LastDraw.Status.CONFIRMING, null, null));
        }
        return Optional.of(new CampaignPage.LastDraw(
                number, CampaignPage.LastDraw.Status.LOSS, null, wheel.losingSegment(number)));
    }

    /** When the next chances become available; empty where there will be none. */
    Optional<CampaignPage.Again> again(PlayerState state) {
        Instant tomorrow = Instant.ofEpochMilli(campaign.dayAt(now).endMs());
        // Today's remaining chances are left out: they are used before.
        int then = Math.min(
                campaign.chancesPerDay(), DrawJson.chancesInAll(campaign, state.number()) - chancesToday(state));
        if (campaign.phaseAt(now) != Campaign.Phase.OPEN || then < 1 || !tomorrow.isBefore(campaign.closesAt())) {
            return Optional.empty();
        }
        return Optional.of(new CampaignPage.Again(
                tomorrow.toEpochMilli(), PageText.dateAndTime(tomorrow, campaign.zone(), lang), then));
    }

    /**
     * The winners, after the end.
     *
     * @param own the page's player
     */
    List<CampaignPage.WinnersRow> winners(Optional<PlayerId> own) {
        if (campaign.phaseAt(now) != Campaign.Phase.ENDED) {
            return List.of();
        }
        List<PrizeRow> rows = campaigns.prizes(campaign, lang);
        Map<Integer, Integer> places =
                campaign.prizes().stream().collect(Collectors.toMap(Prize::id, campaign.prizes()::indexOf));
        Function<Winners.Winner, CampaignPage.WinnersRow.Name> named = winner -> new CampaignPage.WinnersRow.Name(
                winner.masked(), own.filter(winner.player()::equals).isPresent());
        return campaigns.showcase(campaign).winners().stream()
                .filter(winners -> places.containsKey(winners.prizeId()))
                .map(winners -> new CampaignPage.WinnersRow(
                        rows.get(places.get(winners.prizeId())),
                        winners.given(),
                        winners.first().stream().map(named).toList()))
                .toList();
    }
}
