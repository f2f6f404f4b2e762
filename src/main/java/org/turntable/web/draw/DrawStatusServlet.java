package org.turntable.web.draw;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.turntable.campaign.Campaign;
import org.turntable.draw.DrawAnswer;
import org.turntable.draw.PlayerState;
import org.turntable.player.DrawOutcome;
import org.turntable.player.Identity;
import org.turntable.web.campaign.CampaignModels;
import org.turntable.web.campaign.PlayerStates;
import org.turntable.web.http.DispatchServlet;
import org.turntable.web.http.Responses;
import org.turntable.web.page.Lang;
import org.turntable.web.page.Notice;
import org.turntable.web.signin.Identities;

/** The status of a draw, polled by a page whose draw is being confirmed. Reads Redis only and uses no chance. */
public final class DrawStatusServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient CampaignModels campaigns;
    private final transient Identities identities;
    private final transient PlayerStates states;
    private final transient Responses responses;
    private final transient Supplier<Instant> clock;

    public DrawStatusServlet(
            CampaignModels campaigns,
            Identities identities,
            PlayerStates states,
            Responses responses,
            Supplier<Instant> clock) {
        this.campaigns = campaigns;
        this.identities = identities;
        this.states = states;
        this.responses = responses;
        this.clock = clock;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Campaign campaign = campaigns.require(request);
        Identity identity = identities.require(request);
        int number = DrawForm.number(DispatchServlet.variable(request, "number"));
        Optional<PlayerState> state = states.of(campaign, identity.player());
        if (state.isEmpty()) {
            responses.refusalJson(request, response, Notice.BUSY);
            return;
        }
        Optional<DrawAnswer.Drawn> drawn = drawn(campaign, state.get(), number);
        if (drawn.isEmpty()) {
            responses.refusalJson(request, response, number > state.get().number() ? Notice.NOT_FOUND : Notice.REFRESH);
            return;
        }
        Lang lang = Lang.of(request);
        responses.json(
                response,
                HttpServletResponse.SC_OK,
                DrawJson.of(campaign, campaigns.wheel(campaign, lang), lang, drawn.get()));
    }

    /** The draw of that number, if it is the last one or a win. */
    private Optional<DrawAnswer.Drawn> drawn(Campaign campaign, PlayerState state, int number) {
        int usedToday = state.usedOn(campaign.dayAt(clock.get()));
        Optional<DrawAnswer.Drawn> win = state.wins().stream()
                .filter(won -> won.number() == number)
                .findFirst()
                .flatMap(won -> campaign.prize(won.prizeId()))
                .map(prize -> new DrawAnswer.Won(number, usedToday, prize));
        if (win.isPresent() || number != state.number()) {
            return win;
        }
        return Optional.of(
                state.last() instanceof DrawOutcome.Loss
                        ? new DrawAnswer.Lost(number, usedToday)
                        : new DrawAnswer.Confirming(number, usedToday));
    }
}
