package org.turntable.web.claim;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.campaign.Campaign;
import org.turntable.claim.CouponCodes;
import org.turntable.claim.CouponCodes.Unit;
import org.turntable.draw.PlayerState;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.DrawOutcome;
import org.turntable.player.Identity;
import org.turntable.web.campaign.CampaignModels;
import org.turntable.web.campaign.PlayerStates;
import org.turntable.web.claim.PrizesPage.Status;
import org.turntable.web.page.Lang;
import org.turntable.web.page.PageText;
import org.turntable.web.page.Views;
import org.turntable.web.signin.Identities;

/**
 * A player's own prizes, with the codes of coupons and the status of each. Redis has the confirmed wins; everything
 * else is read from MariaDB.
 */
public final class PrizesServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(PrizesServlet.class);

    private final transient WinnerAccess access;
    private final transient CampaignModels campaigns;
    private final transient Identities identities;
    private final transient PlayerStates states;
    private final transient CouponCodes codes;
    private final transient PlayerClaims claims;
    private final transient Views views;

    public PrizesServlet(
            WinnerAccess access,
            CampaignModels campaigns,
            Identities identities,
            PlayerStates states,
            CouponCodes codes,
            PlayerClaims claims,
            Views views) {
        this.access = access;
        this.campaigns = campaigns;
        this.identities = identities;
        this.states = states;
        this.codes = codes;
        this.claims = claims;
        this.views = views;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<WinnerAccess.Visit> visit = access.visit(request, response);
        if (visit.isPresent()) {
            show(response, visit.get().campaign(), visit.get().identity(), Lang.ofAndRemember(request, response));
        }
    }

    private void show(HttpServletResponse response, Campaign campaign, Identity identity, Lang lang)
            throws IOException {
        Optional<PlayerState> state = states.of(campaign, identity.player());
        Optional<List<PrizesPage.Row>> rows = state.flatMap(known -> rows(campaign, identity, known, lang));
        if (rows.isEmpty()) {
            response.setHeader("Retry-After", "2");
        }
        Integer confirming = state.filter(known -> known.last() instanceof DrawOutcome.Candidate)
                .map(PlayerState::number)
                .orElse(null);
        views.render(
                response,
                rows.isEmpty() ? HttpServletResponse.SC_SERVICE_UNAVAILABLE : HttpServletResponse.SC_OK,
                Views.PRIZES,
                lang,
                new PrizesPage(
                        campaign.slug(),
                        CampaignModels.text(campaign.name(), lang),
                        CampaignModels.text(campaign.organiser(), lang),
                        identities.csrfToken(identity),
                        rows.orElse(List.of()),
                        confirming,
                        rows.isEmpty(),
                        CampaignModels.text(campaign.howToRedeem(), lang)),
                campaigns.pageTheme(campaign, lang));
    }

    private Optional<List<PrizesPage.Row>> rows(Campaign campaign, Identity identity, PlayerState state, Lang lang) {
        List<PlayerState.Win> wins = new ArrayList<>(state.wins());
        Collections.reverse(wins);
        try {
            Map<Unit, String> known = codes.of(
                    identity.player(), wins.stream().map(PrizesServlet::unitOf).toList());
            Map<Integer, Status> statuses = claims.of(campaign, identity.player(), wins, lang);
            List<PrizesPage.Row> rows = new ArrayList<>();
            for (PlayerState.Win win : wins) {
                String when = PageText.dateAndTime(Instant.ofEpochMilli(win.drawnAtMs()), campaign.zone(), lang);
                campaign.prize(win.prizeId())
                        .ifPresent(prize -> rows.add(PrizesPage.Row.of(
                                CampaignModels.text(prize.name(), lang),
                                prize.kind(),
                                win.number(),
                                when,
                                known.get(unitOf(win)),
                                statuses.getOrDefault(win.number(), Status.of(Status.WON)))));
            }
            return Optional.of(rows);
        } catch (DatabaseUnavailableException unavailable) {
            LOG.warn("the prizes cannot be read now: {}", unavailable.getMessage());
            return Optional.empty();
        }
    }

    private static Unit unitOf(PlayerState.Win win) {
        return new Unit(win.prizeId(), win.unitOrdinal());
    }
}
