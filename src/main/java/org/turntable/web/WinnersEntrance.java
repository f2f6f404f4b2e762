package org.turntable.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.IntFunction;
import org.turntable.award.WonDraw;
import org.turntable.campaign.Campaign;
import org.turntable.player.Identity;

/** The way to the pages of a player's own prizes: of which campaign, with a browser that is let in, and as whom. */
public final class WinnersEntrance {
    private static final IntFunction<String> PRIZES = number -> "/prizes";

    private final CampaignViews campaigns;
    private final Identities identities;
    private final OpenInWeChat door;

    public WinnersEntrance(CampaignViews campaigns, Identities identities, OpenInWeChat door) {
        this.campaigns = campaigns;
        this.identities = identities;
        this.door = door;
    }

    /**
     * Who came, and to what.
     *
     * @param number of the draw that the path names; 0 where it names none
     */
    record Visit(Campaign campaign, int number, Identity identity) {
        /** The draw that the path names, as this player's. */
        WonDraw draw() {
            return new WonDraw(campaign.id(), identity.player(), number);
        }
    }

    /** Lets in whoever wants to look; empty when the answer is given: the way into WeChat, or to the sign-in and then to all prizes. */
    Optional<Visit> look(HttpServletRequest request, HttpServletResponse response) throws IOException {
        return look(request, response, PRIZES);
    }

    /**
     * The same.
     *
     * @param back where the sign-in leads to, inside the campaign, by the draw's number
     */
    Optional<Visit> look(HttpServletRequest request, HttpServletResponse response, IntFunction<String> back) throws IOException {
        Campaign campaign = campaigns.require(request);
        if (door.turnsAway(request, response, campaign)) {
            return Optional.empty();
        }
        int number = number(request);
        Optional<Identity> identity = identities.of(request);
        if (identity.isEmpty()) {
            signIn(response, campaign, back.apply(number));
        }
        return identity.map(who -> new Visit(campaign, number, who));
    }

    /** Lets in whoever asks or posts from one of those pages, or refuses. */
    Visit require(HttpServletRequest request) {
        return new Visit(campaigns.require(request), number(request), identities.require(request));
    }

    /** The same for a form, which carries this player's token. */
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
        Redirect.seeOther(response, "/sign-in?return=" + URLEncoder.encode("/c/" + campaign.slug() + back, StandardCharsets.UTF_8));
    }

    private static int number(HttpServletRequest request) {
        return DispatchServlet.hasVariable(request, "number") ? DrawForm.number(DispatchServlet.variable(request, "number")) : 0;
    }
}
