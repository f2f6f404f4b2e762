package org.turntable.web.warmup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.turntable.campaign.PrizeKind;
import org.turntable.web.draw.CampaignPage;
import org.turntable.web.draw.CampaignPage.LastDraw;
import org.turntable.web.draw.CampaignPage.Phase;
import org.turntable.web.draw.CampaignPage.Player;
import org.turntable.web.page.Assets;
import org.turntable.web.page.Lang;
import org.turntable.web.page.MessagePage;
import org.turntable.web.page.Messages;
import org.turntable.web.page.Notice;
import org.turntable.web.page.PageTheme;
import org.turntable.web.page.QrCode;
import org.turntable.web.page.Views;
import org.turntable.web.page.WebappFolder;
import org.turntable.web.signin.OpenInWeChatPage;
import org.turntable.web.signin.SignInPage;
import org.turntable.web.telemetry.DiagPage;

class ViewsTest {
    private static final Pattern INLINE = Pattern.compile("<script(?![^>]* src=)|\\sstyle=|\\son[a-z]+=|javascript:");

    /** Any address but those that are only shown, or passed to WeChat's script. */
    private static final Pattern OTHER_HOST = Pattern.compile("(?:src|href|action|content)=\"[a-z]*:?//");

    private final Messages messages = new Messages();
    private final Views views = new Views(WebappFolder.context(), messages, new Assets(WebappFolder.context()));

    @Test
    void everyStateOfEveryPageRendersInBothLanguages() {
        for (Lang lang : Lang.values()) {
            PageGallery.states(lang, messages).forEach((name, picture) -> {
                String html = views.renderToString(picture.template(), lang, picture.model());
                assertTrue(html.stripLeading().startsWith("<!DOCTYPE html>"), name);
                assertTrue(html.contains("<html lang=\"" + lang.tag() + "\">"), name);
                assertTrue(html.stripTrailing().endsWith("</html>"), name);
            });
        }
    }

    @Test
    void noPageNeedsInlineScriptOrStyleThatTheSecurityPolicyForbids() {
        PageGallery.states(Lang.EN, messages).forEach((name, picture) -> {
            String html = views.renderToString(picture.template(), Lang.EN, picture.model());
            assertFalse(INLINE.matcher(html).find(), name);
            assertFalse(OTHER_HOST.matcher(html).find(), name + " loads something from another host, or leads there");
        });
    }

    @Test
    void aStyleWithinAPageIsAllowedByItsHashAndNoOtherIs() throws Exception {
        SamplePages samples = new SamplePages(Lang.EN, messages);
        for (PageTheme pageTheme : List.of(PageTheme.USUAL, samples.pageTheme())) {
            for (String template : List.of(Views.CAMPAIGN, Views.RULES)) {
                Object model = template.equals(Views.CAMPAIGN) ? samples.campaign() : samples.rules();
                Matcher styles = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL)
                        .matcher(views.renderToString(template, Lang.EN, model, pageTheme));
                StringBuilder allowed = new StringBuilder("style-src 'self'");
                while (styles.find()) {
                    byte[] hash = MessageDigest.getInstance("SHA-256")
                            .digest(styles.group(1).getBytes(StandardCharsets.UTF_8));
                    allowed.append(" 'sha256-")
                            .append(Base64.getEncoder().encodeToString(hash))
                            .append("'");
                }
                assertTrue(
                        views.policy(template, pageTheme).contains(allowed + ";"),
                        () -> template + ": " + views.policy(template, pageTheme) + "\nhas not: " + allowed);
            }
        }
        assertTrue(views.renderToString(Views.CAMPAIGN, Lang.EN, samples.campaign())
                .contains("<style>"));
    }

    @Test
    void warmUpRendersEveryPage() {
        new TemplateWarmUp(views, messages).run();
    }

    @Test
    void whatPlayersAndOperatorsTypeIsEscaped() {
        String evil = "<img src=x onerror=alert(1)>\"'&";
        SamplePages samples = new SamplePages(Lang.EN, messages);
        CampaignPage page = samples.campaign(
                Phase.OPEN,
                SamplePages.NOW,
                new Player(evil, 1, 1, 1),
                false,
                List.of(new CampaignPage.WinRow(evil, PrizeKind.COUPON, 1, evil, null)),
                new LastDraw(1, LastDraw.Status.WIN, evil, 0),
                null);
        String html = views.renderToString(Views.CAMPAIGN, Lang.EN, page)
                + views.renderToString(Views.SIGN_IN, Lang.EN, new SignInPage(evil, evil, evil, true))
                + views.renderToString(Views.MESSAGE, Lang.EN, new MessagePage(400, evil, evil, evil, null, 0))
                + views.renderToString(Views.OPEN_IN_WECHAT, Lang.EN, new OpenInWeChatPage(evil, evil, QrCode.of(evil)))
                + views.renderToString(
                        Views.DIAG,
                        Lang.EN,
                        new DiagPage(
                                evil,
                                evil,
                                evil,
                                0,
                                new DiagPage.Arrival(evil, 1, 1, evil, true, evil, true),
                                new DiagPage.Server(evil, evil, evil, Map.of(evil, evil)),
                                new DiagPage.Phone(evil, evil, true)));
        assertFalse(html.contains("<img"));
        assertFalse(html.contains("\"'&\""));
        assertTrue(html.contains("&lt;img src=x onerror=alert(1)&gt;"));
    }

    @Test
    void aPageIsSentWithItsStatusLengthAndHeaders() throws IOException {
        HttpServletResponse response = mock(HttpServletResponse.class);
        ServletOutputStream out = mock(ServletOutputStream.class);
        when(response.getOutputStream()).thenReturn(out);
        MessagePage page = MessagePage.of(404, messages, Lang.ZH_CN, "", null);
        views.render(response, 404, Views.MESSAGE, Lang.ZH_CN, page);
        byte[] body = views.renderToString(Views.MESSAGE, Lang.ZH_CN, page).getBytes(StandardCharsets.UTF_8);
        verify(response).setStatus(404);
        verify(response).setContentType("text/html;charset=UTF-8");
        verify(response).setContentLength(body.length);
        verify(response).setHeader("Cache-Control", "no-store");
        verify(response).setHeader("Content-Security-Policy", Views.CONTENT_SECURITY_POLICY);
        verify(out).write(body);
    }

    @Test
    void onlyThePageWithTheWheelMayRunWeChatsScript() throws IOException {
        Views withWeChat = new Views(
                WebappFolder.context(),
                messages,
                new Assets(WebappFolder.context()),
                Optional.of(URI.create("https://res.wx.qq.com/open/js/jweixin-1.6.0.js")),
                List.of());
        HttpServletResponse wheel = mock(HttpServletResponse.class);
        when(wheel.getOutputStream()).thenReturn(mock(ServletOutputStream.class));
        withWeChat.render(wheel, 200, Views.CAMPAIGN, Lang.EN, new SamplePages(Lang.EN, messages).campaign());
        verify(wheel)
                .setHeader(
                        "Content-Security-Policy",
                        views.policy(Views.CAMPAIGN, PageTheme.USUAL)
                                .replace(
                                        "script-src 'self'",
                                        "frame-src weixin:; script-src 'self' https://res.wx.qq.com"));
        HttpServletResponse rules = mock(HttpServletResponse.class);
        when(rules.getOutputStream()).thenReturn(mock(ServletOutputStream.class));
        withWeChat.render(rules, 200, Views.RULES, Lang.EN, new SamplePages(Lang.EN, messages).rules());
        verify(rules).setHeader("Content-Security-Policy", Views.CONTENT_SECURITY_POLICY);
    }

    @Test
    void thePageHasTheOptionsOfItsWeChatScript() {
        String html = views.renderToString(Views.CAMPAIGN, Lang.EN, new SamplePages(Lang.EN, messages).campaign());
        for (String problem : List.of(
                "data-script=\"https://res.wx.qq.com/open/js/jweixin-1.6.0.js\"",
                "data-signature=\"/wechat/signature\"",
                "data-following=\"/wechat/following\"",
                "data-title=\"Seven Golden Days\"",
                "data-link=\"https://lottery.example.com/c/golden-days\"",
                "id=\"follow\"")) {
            assertTrue(html.contains(problem), problem);
        }
        assertFalse(
                html.contains("data-sign-in=\"/sign-in?return=%2Fc%2Fgolden-days\" data-script"),
                "a player who is signed in is not sent to sign in");
        assertTrue(rendered("open-signed-out")
                .contains("data-sign-in=\"/sign-in?return=%2Fc%2Fgolden-days\" data-script"));
        assertTrue(
                html.indexOf("/assets/wechat.") > 0 && html.indexOf("/assets/wechat.") < html.indexOf("/assets/wheel."),
                "reads the page's address before the wheel tidies it");
        assertFalse(html.contains("src=\"https:"), "and loads nothing from WeChat by itself");
    }

    @Test
    void aTemplateThatFailsHalfwaySendsNothing(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("WEB-INF/templates"));
        Files.writeString(folder.resolve("WEB-INF/templates/message.ftlh"), "<p>half ${page.noSuchThing}");
        Views broken = new Views(WebappFolder.context(folder, ""), messages, new Assets(WebappFolder.context()));
        HttpServletResponse response = mock(HttpServletResponse.class);
        MessagePage page = MessagePage.of(500, messages, Lang.EN, "", null);
        assertThrows(IllegalStateException.class, () -> broken.render(response, 500, Views.MESSAGE, Lang.EN, page));
        verify(response, never()).getOutputStream();
        verify(response, never()).setHeader(any(), any());
        assertThrows(IllegalStateException.class, new TemplateWarmUp(broken, messages)::run);
    }

    @Test
    void theFormPostsTheNextNumberAndTheTokenToThisCampaign() {
        String html = views.renderToString(Views.CAMPAIGN, Lang.EN, new SamplePages(Lang.EN, messages).campaign());
        assertTrue(html.contains("method=\"post\" action=\"/c/golden-days/draws\""));
        assertTrue(html.contains("name=\"number\" value=\"3\""));
        assertTrue(html.contains("name=\"csrf\" value=\"csrf-token\""));
    }

    @Test
    void aDrawThatIsBeingConfirmedNamesNoPrizeAndRefreshesWithoutJavaScript() {
        assertThrows(
                IllegalArgumentException.class, () -> new LastDraw(1, LastDraw.Status.CONFIRMING, "A watch", null));
        String html = rendered("open-confirming");
        assertTrue(html.contains("<noscript><meta http-equiv=\"refresh\""));
        assertTrue(html.contains("data-confirming=\"3\""));
        assertFalse(html.contains("result win"));
    }

    @Test
    void onlyAnOpenCampaignWithChancesLeftHasAForm() {
        for (String without :
                List.of("open-signed-out", "open-none-today", "open-none-in-all", "not-begun", "paused", "ended")) {
            assertFalse(rendered(without).contains("id=\"draw\""), without);
        }
        for (String with : List.of("open-new", "open-win", "open-busy")) {
            assertTrue(rendered(with).contains("id=\"draw\""), with);
        }
    }

    @Test
    void whenAllPrizesAreGoneThereIsNoFormAndTheLastWinIsShown() {
        assertTrue(rendered("open-all-gone").contains("Every prize has found its winner"));
        assertFalse(rendered("open-all-gone").contains("id=\"draw\""));
        assertTrue(rendered("open-all-gone-win").contains("You won: ¥20 coupon!"));
        assertFalse(rendered("open-one-gone").contains("Every prize has found its winner"));
        assertTrue(rendered("open-one-gone").contains("id=\"draw\""));
    }

    @Test
    void afterTheEndWinnersAreShownMaskedAndThePlayersOwnIsMarked() {
        assertTrue(rendered("ended").contains("<span class=\"own\">cM***2s (you)</span>"));
        assertTrue(rendered("ended").contains("… and 4,991 more"));
        assertFalse(rendered("open-win").contains("id=\"winners\""));
    }

    @Test
    void aPlayerWithoutChancesTodaySeesWhenThereAreNewOnes() {
        assertTrue(rendered("open-none-today").contains("id=\"again\">New spins: 3 from 25 Sep 2026, 00:00"));
        assertTrue(rendered("open-win").contains("id=\"again\" hidden>"), "kept for the moment when today's are spent");
        assertFalse(rendered("open-none-in-all").contains("id=\"again\""));
    }

    @Test
    void theRulesShowTheirVersionTheirHashAndEveryChange() {
        String html = rendered("rules");
        for (String problem : List.of(
                "Version 2 is in force",
                "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                "href=\"/c/golden-days/rules/2\"",
                "3,000 more ¥5 coupons; nothing else changes.",
                "First publication.")) {
            assertTrue(html.contains(problem), problem);
        }
    }

    @Test
    void withoutRedisATapReloadsThePageAndPostsNothing() {
        String html = rendered("open-busy");
        assertTrue(html.contains("method=\"get\" action=\"/c/golden-days\""));
        assertTrue(html.contains("name=\"notice\" value=\"busy\""));
        assertFalse(html.contains("/draws\""));
    }

    @Test
    void theRulesShowQuantitiesAndOddsInBothForms() {
        String html = rendered("rules");
        for (String problem : List.of(
                "Xinghe Trading Co., Ltd.",
                "24 Sep 2026, 10:00",
                "1 in 50,000",
                "0.002%",
                "20,000 in all",
                "89.098%",
                "same shape")) {
            assertTrue(html.contains(problem), problem);
        }
    }

    @Test
    void everyAddressStartsWithTheContextPath() {
        Views below = new Views(
                WebappFolder.context(WebappFolder.SOURCE, "/wheel"),
                messages,
                new Assets(WebappFolder.context(WebappFolder.SOURCE, "/wheel")));
        String html = below.renderToString(Views.CAMPAIGN, Lang.EN, new SamplePages(Lang.EN, messages).campaign());
        assertFalse(
                Pattern.compile("(href|src|action)=\"/(?!wheel/)").matcher(html).find());
    }

    private String rendered(String state) {
        PageGallery.Picture picture = PageGallery.states(Lang.EN, messages).get(state);
        return views.renderToString(picture.template(), Lang.EN, picture.model());
    }

    @Test
    void theNoticesAreThoseOfTheContract() {
        for (Notice notice : Notice.values()) {
            assertEquals(notice, Notice.of(notice.code()).orElseThrow());
        }
        assertTrue(Notice.of("<script>").isEmpty());
        assertTrue(Notice.of(null).isEmpty());
    }
}
