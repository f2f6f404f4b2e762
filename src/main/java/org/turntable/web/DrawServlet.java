package org.turntable.web;

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
import org.turntable.draw.DrawService;
import org.turntable.draw.Refusal;
import org.turntable.player.Identity;
import org.turntable.web.page.Lang;
import org.turntable.web.page.Notice;

/**
 * A tap on the wheel. Asynchronous: while Redis decides, or a commit confirms, no thread of Tomcat's is held, so a slow database
 * cannot use them up.
 */
public final class DrawServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(DrawServlet.class);
    private static final long LAST_RESORT_MS = 10_000;
    private static final DrawAnswer BUSY = new DrawAnswer.Refused(Refusal.BUSY);

    private final transient CampaignViews campaigns;
    private final transient Identities identities;
    private final transient DrawService draws;
    private final transient Answers answers;

    public DrawServlet(CampaignViews campaigns, Identities identities, DrawService draws, Answers answers) {
        this.campaigns = campaigns;
        this.identities = identities;
        this.draws = draws;
        this.answers = answers;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Campaign campaign = campaigns.require(request);
        DrawForm form = DrawForm.of(request);
        Identity identity = who(request, form);
        AsyncContext async = request.startAsync();
        async.setTimeout(LAST_RESORT_MS);
        AtomicBoolean answered = new AtomicBoolean();
        Consumer<DrawAnswer> once = answer -> {
            if (answered.compareAndSet(false, true)) {
                finish(request, response, campaign, answer, async);
            }
        };
        async.addListener(new LastResort(() -> once.accept(BUSY)));
        draws.draw(campaign, identity.player(), form.number()).whenComplete((answer, failed) -> once.accept(failed == null ? answer : BUSY));
    }

    /** By the cookie, with the form's token; or by the pass alone, which only a page of ours can hold. */
    private Identity who(HttpServletRequest request, DrawForm form) {
        if (form.pass() != null) {
            return identities.ofPass(form.pass()).orElseThrow(() -> new RequestRefused(Notice.NOT_SIGNED_IN, "a pass that does not hold"));
        }
        Identity identity = identities.require(request);
        identities.requireCsrfToken(identity, form.csrf());
        return identity;
    }

    private void finish(HttpServletRequest request, HttpServletResponse response, Campaign campaign, DrawAnswer answer, AsyncContext async) {
        try {
            answer(request, response, campaign, answer);
        } catch (IOException gone) {
            LOG.debug("the player went away before the answer", gone);
        } catch (RuntimeException failure) {
            LOG.error("a draw's answer could not be written", failure);
            response.setStatus(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
        } finally {
            async.complete();
        }
    }

    /** A draw that is not answered in time, which none should be: "tap again, this same draw will answer" and not the container's 500. */
    private record LastResort(Runnable busy) implements AsyncListener {
        @Override
        public void onTimeout(AsyncEvent event) {
            LOG.error("a draw was not answered within {} ms", LAST_RESORT_MS);
            busy.run();
        }

        @Override
        public void onError(AsyncEvent event) {
            LOG.debug("the player's connection broke", event.getThrowable());
        }

        @Override
        public void onComplete(AsyncEvent event) {
            // Nothing is held.
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            // It is started once.
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, Campaign campaign, DrawAnswer answer) throws IOException {
        if (!Answers.wantsJson(request)) {
            boolean drawn = answer instanceof DrawAnswer.Drawn;
            Redirect.seeOther(response, "/c/" + campaign.slug() + (drawn ? "" : "?notice=" + answer.word()));
        } else if (answer instanceof DrawAnswer.Drawn drawn) {
            Lang lang = Lang.of(request);
            answers.json(response, HttpServletResponse.SC_OK, DrawJson.of(campaign, campaigns.wheel(campaign, lang), lang, drawn));
        } else {
            answers.refusalJson(request, response, Notice.of(answer.word()).orElseThrow());
        }
    }
}
