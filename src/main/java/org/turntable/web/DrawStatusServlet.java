package org.turntable.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.turntable.campaign.Campaign;
import org.turntable.draw.DrawAnswer;
import org.turntable.draw.DrawResult;
import org.turntable.draw.PlayerState;
import org.turntable.player.Identity;
import org.turntable.web.page.Lang;
import org.turntable.web.page.Notice;

/** What became of a draw: asked by a page whose draw is being confirmed. Reads Redis alone and spends nothing. */
public final class DrawStatusServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient CampaignViews campaigns;
    private final transient Identities identities;
    private final transient PlayerStates states;
    private final transient Answers answers;
    private final transient Supplier<Instant> clock;

    public DrawStatusServlet(CampaignViews campaigns, Identities identities, PlayerStates states, Answers answers, Supplier<Instant> clock) {
        this.campaigns = campaigns;
        this.identities = identities;
        this.states = states;
        this.answers = answers;
        this.clock = clock;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Campaign campaign = campaigns.require(request);
        Identity identity = identities.require(request);
        int number = DrawForm.number(DispatchServlet.variable(request, "number"));
        Optional<PlayerState> state = states.of(campaign, identity.player());
        if (state.isEmpty()) {
            answers.refusalJson(request, response, Notice.BUSY);
            return;
        }
        Optional<DrawAnswer.Drawn> drawn = drawn(campaign, state.get(), number);
        if (drawn.isEmpty()) {
            answers.refusalJson(request, response, number > state.get().number() ? Notice.NOT_FOUND : Notice.REFRESH);
            return;
        }
        Lang lang = Lang.of(request);
        answers.json(response, HttpServletResponse.SC_OK, DrawJson.of(campaign, campaigns.wheel(campaign, lang), lang, drawn.get()));
    }

    /** The draw of that number as far as it is known: the last one, or a win. */
    private Optional<DrawAnswer.Drawn> drawn(Campaign campaign, PlayerState state, int number) {
        int usedToday = state.usedOn(campaign.dayAt(clock.get()));
        Optional<DrawAnswer.Drawn> win = state.wins().stream().filter(won -> won.number() == number).findFirst()
                .flatMap(won -> campaign.prize(won.prizeId())).map(prize -> new DrawAnswer.Won(number, usedToday, prize));
        if (win.isPresent() || number != state.number()) {
            return win;
        }
        return Optional.of(state.last() instanceof DrawResult.Loss ? new DrawAnswer.Lost(number, usedToday)
                : new DrawAnswer.Confirming(number, usedToday));
    }
}
