package org.turntable.web.claim;

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
import org.turntable.campaign.Campaign;
import org.turntable.campaign.CampaignBuilder;
import org.turntable.player.DrawKey;
import org.turntable.player.Identity;
import org.turntable.player.IdentitySigner;
import org.turntable.player.Revocations;
import org.turntable.web.campaign.CampaignModels;
import org.turntable.web.claim.WinnerAccess.Visit;
import org.turntable.web.http.DispatchServlet;
import org.turntable.web.http.EntryLines;
import org.turntable.web.http.RequestRejectedException;
import org.turntable.web.http.Requests;
import org.turntable.web.http.Router;
import org.turntable.web.http.TestViews;
import org.turntable.web.page.Notice;
import org.turntable.web.signin.Identities;
import org.turntable.web.signin.OpenInWeChat;

class WinnerAccessTest {
    private static final IdentitySigner SIGNER =
            new IdentitySigner("a secret of at least 32 characters, or more", Duration.ofDays(30));
    private static final String WECHAT = "Mozilla/5.0 (iPhone) MicroMessenger/8.0.49(0x18003137) NetType/WIFI";

    private final Campaign campaign = new CampaignBuilder().build();
    private final CampaignModels campaigns = mock(CampaignModels.class);
    private final Revocations revocations = new Revocations();
    private final Identities identities =
            new Identities(SIGNER, revocations, () -> Instant.parse("2026-10-01T02:00:00Z"), new SecureRandom());
    private final OpenInWeChat openInWeChat =
            new OpenInWeChat(false, new EntryLines(List.of("https://one.example.com")), TestViews.VIEWS);
    private final WinnerAccess access = new WinnerAccess(campaigns, identities, openInWeChat);
    private Visit visit;

    /** Handles a request as a servlet of such a page does. */
    private interface Page {
        void asked(HttpServletRequest request, HttpServletResponse response) throws IOException;
    }

    @BeforeEach
    void oneCampaignAndNobodySignedOut() {
        revocations.replace(Map.of());
        when(campaigns.require(any())).thenReturn(campaign);
    }

    @Test
    void aSignedInPlayerHasAccess() throws Exception {
        Requests asked = visit("/prizes/7/address", signedIn("simple:Anna"));
        assertEquals(200, asked.status);
        assertEquals(new Visit(campaign, 7, anna()), visit);
        assertEquals(new DrawKey(campaign.id(), anna().player(), 7), visit.draw());
        assertEquals("", asked.text(), "the page itself answers");
    }

    @Test
    void aPageOfAllPrizesHasNoDrawNumber() throws Exception {
        visit("/prizes", signedIn("simple:Anna"));
        assertEquals(0, visit.number());
    }

    @Test
    void aVisitorIsSentToTheSignInAndBack() throws Exception {
        Requests asked = visit("/prizes/7/address");
        assertEquals(303, asked.status);
        assertEquals(
                "/sign-in?return=%2Fc%2F" + campaign.slug() + "%2Fprizes%2F7%2Faddress", asked.headers.get("Location"));
        asked = visit("/prizes");
        assertEquals("/sign-in?return=%2Fc%2F" + campaign.slug() + "%2Fprizes", asked.headers.get("Location"));
        assertEquals(null, visit);
    }

    @Test
    void anotherBrowserGetsThePageOnHowToOpenWeChat() throws Exception {
        Requests asked = page(
                Requests.get("/c/x/prizes/7/address")
                        .header("User-Agent", "curl/8.0")
                        .sends(signedIn("simple:Anna")),
                this::visit);
        assertEquals(null, visit);
        assertEquals(200, asked.status);
        assertTrue(asked.text().contains("https://one.example.com/c/" + campaign.slug()));
    }

    @Test
    void anInvalidNumberIsRefusedBeforeTheRedirectToTheSignIn() {
        assertEquals(
                Notice.BAD_REQUEST,
                assertThrows(RequestRejectedException.class, () -> visit("/prizes/0/address"))
                        .notice());
        assertEquals(
                Notice.BAD_REQUEST,
                assertThrows(
                                RequestRejectedException.class,
                                () -> visit("/prizes/seven/address", signedIn("simple:Anna")))
                        .notice());
    }

    @Test
    void aFormIsAcceptedFromItsOwnPlayerOnly() throws Exception {
        assertEquals(
                Notice.NOT_SIGNED_IN,
                assertThrows(RequestRejectedException.class, () -> post(identities.csrfToken(anna())))
                        .notice());
        assertEquals(
                Notice.FORBIDDEN,
                assertThrows(RequestRejectedException.class, () -> post(null, signedIn("simple:Anna")))
                        .notice());
        assertEquals(
                Notice.FORBIDDEN,
                assertThrows(
                                RequestRejectedException.class,
                                () -> post(identities.csrfToken(anna()), signedIn("simple:Bo")))
                        .notice());
        assertEquals(null, visit);
        post(identities.csrfToken(anna()), signedIn("simple:Anna"));
        assertEquals(new Visit(campaign, 7, anna()), visit);
    }

    private Requests visit(String path, Cookie... cookies) throws Exception {
        return page(Requests.get("/c/x" + path).header("User-Agent", WECHAT).sends(cookies), this::visit);
    }

    private void visit(HttpServletRequest request, HttpServletResponse response) throws IOException {
        visit = (DispatchServlet.hasVariable(request, "number")
                        ? access.visit(request, response, number -> "/prizes/" + number + "/address")
                        : access.visit(request, response))
                .orElse(null);
    }

    private void post(String csrf, Cookie... cookies) throws Exception {
        page(
                Requests.post("/c/x/prizes/7/address").parameter("csrf", csrf).sends(cookies),
                (request, response) -> visit = access.requireForm(request));
    }

    private static Requests page(Requests asked, Page page) throws ServletException, IOException {
        HttpServlet servlet = new HttpServlet() {
            private static final long serialVersionUID = 1L;

            @Override
            protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
                page.asked(request, response);
            }
        };
        new DispatchServlet(new Router()
                        .route("/c/{slug}/prizes", servlet)
                        .route("/c/{slug}/prizes/{number}/address", servlet))
                .service(asked.request, asked.response);
        return asked;
    }

    private Cookie signedIn(String openid) {
        Requests signIn = Requests.post("/sign-in");
        identities.signIn(signIn.request, signIn.response, openid);
        return signIn.cookies.get(0);
    }

    private Identity anna() {
        return identities
                .of(Requests.get("/").sends(signedIn("simple:Anna")).request)
                .orElseThrow();
    }
}
