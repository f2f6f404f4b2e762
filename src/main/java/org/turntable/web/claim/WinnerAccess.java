package org.turntable.web.claim;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.IntFunction;
import org.turntable.campaign.Campaign;
import org.turntable.player.DrawKey;
import org.turntable.player.Identity;
import org.turntable.web.campaign.CampaignModels;
import org.turntable.web.draw.DrawForm;
import org.turntable.web.http.DispatchServlet;
import org.turntable.web.http.Redirect;
import org.turntable.web.signin.Identities;
import org.turntable.web.signin.OpenInWeChat;

/** Access to the pages of a player's own prizes: checks the campaign, the browser and the sign-in. */
public final class WinnerAccess {
    private static final IntFunction<String> PRIZES = number -> "/prizes";

    private final CampaignModels campaigns;
    private final Identities identities;
    private final OpenInWeChat openInWeChat;

    public WinnerAccess(CampaignModels campaigns, Identities identities, OpenInWeChat openInWeChat) {
        this.campaigns = campaigns;
        this.identities = identities;
        this.openInWeChat = openInWeChat;
    }

    /**
     * A permitted request.
     *
     * @param number of the draw that the path names; 0 where it names none
     */
    record Visit(Campaign campaign, int number, Identity identity) {
        /** The draw of this player that the path names. */
        DrawKey draw() {
            return new DrawKey(campaign.id(), identity.player(), number);
        }
    }

    /**
     * Checks a page view. Empty when the response was sent: the page on how to open WeChat, or a redirect to the
     * sign-in and from there to all prizes.
     */
    Optional<Visit> visit(HttpServletRequest request, HttpServletResponse response) throws IOException {
        return visit(request, response, PRIZES);
    }

    /**
     * The same with another page after the sign-in.
     *
     * @param back the path, below the campaign's, to go to after the sign-in, by the draw's number
     */
    Optional<Visit> visit(HttpServletRequest request, HttpServletResponse response, IntFunction<String> back)
            throws IOException {
        Campaign campaign = campaigns.require(request);
        if (openInWeChat.rejects(request, response, campaign)) {
            return Optional.empty();
        }
        int number = number(request);
        Optional<Identity> identity = identities.of(request);
        if (identity.isEmpty()) {
            signIn(response, campaign, back.apply(number));
        }
        return identity.map(who -> new Visit(campaign, number, who));
    }

    /** Checks a request of a script or form of those pages; throws a refusal. */
    Visit require(HttpServletRequest request) {
        return new Visit(campaigns.require(request), number(request), identities.require(request));
    }

    /** The same for a form, which must have this player's token. */
    Visit requireForm(HttpServletRequest request) {
        Visit visit = require(request);
        identities.requireCsrfToken(visit.identity(), request.getParameter("csrf"));
        return visit;
    }

    /** Sends a player to the sign-in, and from there to all prizes. */
    void signIn(HttpServletResponse response, Campaign campaign) {
        signIn(response, campaign, PRIZES.apply(0));
    }

    private static void signIn(HttpServletResponse response, Campaign campaign, String back) {
        Redirect.seeOther(
                response,
                "/sign-in?return=" + URLEncoder.encode("/c/" + campaign.slug() + back, StandardCharsets.UTF_8));
    }

    private static int number(HttpServletRequest request) {
        return DispatchServlet.hasVariable(request, "number")
                ? DrawForm.number(DispatchServlet.variable(request, "number"))
                : 0;
    }
}
