package org.turntable.web;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
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
        Identity identity = identities.require(request);
        DrawForm form = DrawForm.of(request);
        identities.requireCsrfToken(identity, form.csrf());
        AsyncContext async = request.startAsync();
        async.setTimeout(LAST_RESORT_MS);
        draws.draw(campaign, identity.player(), form.number()).whenComplete((answer, failed) -> {
            try {
                answer(request, response, campaign, failed == null ? answer : new DrawAnswer.Refused(Refusal.BUSY));
            } catch (IOException gone) {
                LOG.debug("the player went away before the answer", gone);
            } catch (RuntimeException failure) {
                LOG.error("a draw's answer could not be written", failure);
                response.setStatus(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
            } finally {
                async.complete();
            }
        });
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
