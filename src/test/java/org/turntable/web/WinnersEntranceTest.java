package org.turntable.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.turntable.award.WonDraw;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.CampaignBuilder;
import org.turntable.player.Identity;
import org.turntable.player.IdentitySigner;
import org.turntable.player.Revocations;
import org.turntable.web.WinnersEntrance.Visit;
import org.turntable.web.page.Notice;

class WinnersEntranceTest {
    private static final IdentitySigner SIGNER = new IdentitySigner("a secret of at least 32 characters, or more", Duration.ofDays(30));
    private static final String WECHAT = "Mozilla/5.0 (iPhone) MicroMessenger/8.0.49(0x18003137) NetType/WIFI";

    private final Campaign campaign = new CampaignBuilder().build();
    private final CampaignViews campaigns = mock(CampaignViews.class);
    private final Revocations revocations = new Revocations();
    private final Identities identities = new Identities(SIGNER, revocations, () -> Instant.parse("2026-10-01T02:00:00Z"), new SecureRandom());
    private final OpenInWeChat door = new OpenInWeChat(false, new EntryLines(List.of("https://one.example.com")), TestViews.VIEWS);
    private final WinnersEntrance entrance = new WinnersEntrance(campaigns, identities, door);
    private Visit visit;

    /** Does with a request what a servlet of such a page does with it. */
    private interface Page {
        void asked(HttpServletRequest request, HttpServletResponse response) throws IOException;
    }

    @BeforeEach
    void oneCampaignAndNobodySignedOut() {
        revocations.replace(Map.of());
        when(campaigns.require(any())).thenReturn(campaign);
    }

    @Test
    void whoIsSignedInIsLetInAsHimself() throws Exception {
        Requests asked = look("/prizes/7/address", signedIn("simple:Anna"));
        assertEquals(200, asked.status);
        assertEquals(new Visit(campaign, 7, anna()), visit);
        assertEquals(new WonDraw(campaign.id(), anna().player(), 7), visit.draw());
        assertEquals("", asked.text(), "the page itself answers");
    }

    @Test
    void aPageOfAllPrizesNamesNoDraw() throws Exception {
        look("/prizes", signedIn("simple:Anna"));
        assertEquals(0, visit.number());
    }

    @Test
    void whoIsNotSignedInIsSentToItAndBack() throws Exception {
        Requests asked = look("/prizes/7/address");
        assertEquals(303, asked.status);
        assertEquals("/sign-in?return=%2Fc%2F" + campaign.slug() + "%2Fprizes%2F7%2Faddress", asked.headers.get("Location"));
        asked = look("/prizes");
        assertEquals("/sign-in?return=%2Fc%2F" + campaign.slug() + "%2Fprizes", asked.headers.get("Location"));
        assertEquals(null, visit);
    }

    @Test
    void anotherBrowserIsShownTheWayIntoWeChatAndNothingElse() throws Exception {
        Requests asked = page(Requests.get("/c/x/prizes/7/address").header("User-Agent", "curl/8.0").sends(signedIn("simple:Anna")), this::look);
        assertEquals(null, visit);
        assertEquals(200, asked.status);
        assertTrue(asked.text().contains("https://one.example.com/c/" + campaign.slug()));
    }

    @Test
    void aNumberThatIsNoneIsRefusedBeforeAnybodyIsSentToTheSignIn() {
        assertEquals(Notice.BAD_REQUEST, assertThrows(RequestRefused.class, () -> look("/prizes/0/address")).notice());
        assertEquals(Notice.BAD_REQUEST, assertThrows(RequestRefused.class, () -> look("/prizes/seven/address", signedIn("simple:Anna"))).notice());
    }

    @Test
    void aFormIsTakenFromItsOwnPlayerOnly() throws Exception {
        assertEquals(Notice.NOT_SIGNED_IN, assertThrows(RequestRefused.class, () -> post(identities.csrfToken(anna()))).notice());
        assertEquals(Notice.FORBIDDEN, assertThrows(RequestRefused.class, () -> post(null, signedIn("simple:Anna"))).notice());
        assertEquals(Notice.FORBIDDEN, assertThrows(RequestRefused.class, () -> post(identities.csrfToken(anna()), signedIn("simple:Bo"))).notice());
        assertEquals(null, visit);
        post(identities.csrfToken(anna()), signedIn("simple:Anna"));
        assertEquals(new Visit(campaign, 7, anna()), visit);
    }

    private Requests look(String path, Cookie... cookies) throws Exception {
        return page(Requests.get("/c/x" + path).header("User-Agent", WECHAT).sends(cookies), this::look);
    }

    private void look(HttpServletRequest request, HttpServletResponse response) throws IOException {
        visit = (DispatchServlet.hasVariable(request, "number") ? entrance.look(request, response, number -> "/prizes/" + number + "/address")
                : entrance.look(request, response)).orElse(null);
    }

    private void post(String csrf, Cookie... cookies) throws Exception {
        page(Requests.post("/c/x/prizes/7/address").parameter("csrf", csrf).sends(cookies), (request, response) -> visit = entrance.requireForm(request));
    }

    private static Requests page(Requests asked, Page page) throws ServletException, IOException {
        HttpServlet servlet = new HttpServlet() {
            private static final long serialVersionUID = 1L;

            @Override
            protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
                page.asked(request, response);
            }
        };
        new DispatchServlet(new RouteTable().route("/c/{slug}/prizes", servlet).route("/c/{slug}/prizes/{number}/address", servlet))
                .service(asked.request, asked.response);
        return asked;
    }

    private Cookie signedIn(String openid) {
        Requests signIn = Requests.post("/sign-in");
        identities.signIn(signIn.request, signIn.response, openid);
        return signIn.cookies.get(0);
    }

    private Identity anna() {
        return identities.of(Requests.get("/").sends(signedIn("simple:Anna")).request).orElseThrow();
    }
}
