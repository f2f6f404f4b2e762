package org.turntable.web.draw;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.campaign.Campaign;
import org.turntable.draw.DrawAnswer;
import org.turntable.draw.DrawRefusal;
import org.turntable.draw.DrawService;
import org.turntable.player.Identity;
import org.turntable.signal.RiskSignals;
import org.turntable.web.campaign.CampaignModels;
import org.turntable.web.http.Redirect;
import org.turntable.web.http.RequestRejectedException;
import org.turntable.web.http.Responses;
import org.turntable.web.page.Lang;
import org.turntable.web.page.Notice;
import org.turntable.web.signin.Identities;

/**
 * Takes draws. Asynchronous: while Redis decides or a commit is awaited, no Tomcat thread is blocked, so a slow
 * database cannot exhaust the threads.
 */
public final class DrawServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(DrawServlet.class);
    /** Ends a draw without a result; the container looks once a second. Sooner than the edge gives the node up. */
    public static final long LAST_RESORT_MS = 3_500;

    private static final DrawAnswer BUSY = new DrawAnswer.Refused(DrawRefusal.BUSY);

    private final transient CampaignModels campaigns;
    private final transient Identities identities;
    private final transient DrawService draws;
    private final transient RiskSignals signals;
    private final transient Responses responses;

    /** @param signals watches the draws; it changes none */
    public DrawServlet(
            CampaignModels campaigns,
            Identities identities,
            DrawService draws,
            RiskSignals signals,
            Responses responses) {
        this.campaigns = campaigns;
        this.identities = identities;
        this.draws = draws;
        this.signals = signals;
        this.responses = responses;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Campaign campaign = campaigns.require(request);
        DrawForm form = DrawForm.of(request);
        Identity identity = who(request, form);
        RiskSignals.Draw arrived = signals.arrived(
                campaign.id(),
                identity.player(),
                form.number(),
                form.view(),
                request.getRemoteAddr(),
                request.getHeader("User-Agent"));
        AsyncContext async = request.startAsync();
        async.setTimeout(LAST_RESORT_MS);
        AtomicBoolean answered = new AtomicBoolean();
        Consumer<DrawAnswer> once = answer -> {
            if (answered.compareAndSet(false, true)) {
                finish(request, response, campaign, answer, async);
                if (answer instanceof DrawAnswer.Drawn) {
                    signals.drawn(arrived);
                }
            }
        };
        async.addListener(new LastResort(() -> once.accept(BUSY)));
        draws.draw(campaign, identity.player(), form.number())
                .whenComplete((answer, failed) -> once.accept(failed == null ? answer : BUSY));
    }

    /** The player: by the cookie with the form's token, or by the pass alone, which only pages of this site contain. */
    private Identity who(HttpServletRequest request, DrawForm form) {
        if (form.pass() != null) {
            return identities
                    .ofPass(form.pass())
                    .orElseThrow(() -> new RequestRejectedException(Notice.NOT_SIGNED_IN, "an invalid pass"));
        }
        Identity identity = identities.require(request);
        identities.requireCsrfToken(identity, form.csrf());
        return identity;
    }

    private void finish(
            HttpServletRequest request,
            HttpServletResponse response,
            Campaign campaign,
            DrawAnswer answer,
            AsyncContext async) {
        try {
            respond(request, response, campaign, answer);
        } catch (IOException gone) {
            LOG.debug("the player disconnected before the response", gone);
        } catch (RuntimeException failure) {
            LOG.error("the response to a draw could not be written", failure);
            response.setStatus(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
        } finally {
            async.complete();
        }
    }

    /**
     * A draw without a result in time, which should never occur. The response is BUSY, so that the same draw is
     * requested again, and not the container's 500.
     */
    private record LastResort(Runnable busy) implements AsyncListener {
        @Override
        public void onTimeout(AsyncEvent event) {
            LOG.error("a draw had no result within {} ms", LAST_RESORT_MS);
            busy.run();
        }

        @Override
        public void onError(AsyncEvent event) {
            LOG.debug("the player's connection broke", event.getThrowable());
        }

        @Override
        public void onComplete(AsyncEvent event) {
            // Nothing to release.
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            // Not started again.
        }
    }

    private void respond(HttpServletRequest request, HttpServletResponse response, Campaign campaign, DrawAnswer answer)
            throws IOException {
        if (!Responses.wantsJson(request)) {
            boolean drawn = answer instanceof DrawAnswer.Drawn;
            Redirect.seeOther(response, "/c/" + campaign.slug() + (drawn ? "" : "?notice=" + answer.word()));
        } else if (answer instanceof DrawAnswer.Drawn drawn) {
            Lang lang = Lang.of(request);
            responses.json(
                    response,
                    HttpServletResponse.SC_OK,
                    DrawJson.of(campaign, campaigns.wheel(campaign, lang), lang, drawn));
        } else {
            responses.refusalJson(request, response, Notice.of(answer.word()).orElseThrow());
        }
    }
}
