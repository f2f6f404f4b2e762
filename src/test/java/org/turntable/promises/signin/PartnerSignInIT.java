package org.turntable.promises.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.turntable.testing.browser.WeChatPhone;
import org.turntable.testing.stack.Installed;
import org.turntable.testing.stack.PartnerNginx;
import org.turntable.testing.stack.PartnerNginx.Way;
import org.turntable.testing.stack.Ports;
import org.turntable.testing.stack.TomcatNode;
import org.turntable.testing.system.SharedWeChatCluster;

/**
 * WeChat knows the partner's host alone: players come back there, a real nginx with one of our two files hands them
 * over, and from then on nothing of theirs passes the partner. The partner is "localhost" to the browser and the
 * campaign 127.0.0.1, so that cookies are apart.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PartnerSignInIT {
    private static final String HERE = "127.0.0.1";
    private static final String PARTNER = "localhost";

    private SharedWeChatCluster system;
    private TomcatNode node;
    private int port;

    @BeforeAll
    void start() {
        Installed.nginx();
        system = SharedWeChatCluster.whole();
        port = Ports.free();
        node = system.cluster()
                .addNode()
                .with(Map.of("wechat.callback.origin", "http://" + PARTNER + ":" + port))
                .start();
    }

    @AfterAll
    void stop() {
        if (node != null) {
            node.stop();
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aPlayerSignsInThroughThePartnersHostAndSeesItOnce(Way way) {
        WeChatPhone phone = system.phone();
        String asked = SharedWeChatCluster.PAGE + "/rules?from=partner";
        try (PartnerNginx partner = partner(way)) {
            HttpResponse<String> page = phone.follow(
                    node.baseUrl() + "/sign-in?return="
                            + asked.replace("?", "%3F").replace("=", "%3D"),
                    "ming");
            assertEquals(200, page.statusCode(), page.body());
            assertEquals(
                    URI.create(node.baseUrl() + asked),
                    phone.visited().get(phone.visited().size() - 1));
            assertTrue(phone.isSignedIn(HERE));
            List<URI> there = phone.visited().stream()
                    .filter(address -> address.getHost().equals(PARTNER))
                    .toList();
            assertEquals(1, there.size(), there.toString());
            assertEquals("/wechat/callback", there.get(0).getPath());
            assertTrue(phone.cookies(PARTNER).isEmpty(), "a cookie on the partner's host");
            assertEquals(1, system.weChat().calls("/sns/oauth2/access_token"), "the code was exchanged once");
            assertFalse(partner.logs().contains("code="), "the partner logs codes");
        } finally {
            system.weChat().reset();
        }
        // The partner is gone, and no request needs it any more.
        HttpResponse<String> later = phone.open(node.baseUrl() + SharedWeChatCluster.PAGE);
        assertTrue(later.body().contains("name=\"csrf\""));
        assertFalse(
                (later.headers().map() + later.body()).contains(PARTNER + ":" + port),
                "the partner's host is on the page");
    }

    /** A forged callback at the partner's host leads to the same friendly page, and nowhere else. */
    @ParameterizedTest
    @EnumSource(Way.class)
    void aForgedCallbackAtThePartnersHostSignsNoPlayerIn(Way way) {
        String attackers = system.phone().callback(node.baseUrl(), SharedWeChatCluster.PAGE, "david");
        WeChatPhone victim = system.phone();
        try (PartnerNginx partner = partner(way)) {
            HttpResponse<String> answer = victim.follow(attackers, "david");
            assertEquals(400, answer.statusCode());
            assertFalse(victim.isSignedIn(HERE) || victim.isSignedIn(PARTNER));
            HttpResponse<String> garbage =
                    victim.follow(partner.baseUrl() + "/wechat/callback?state=https://evil.example/&code=x", "david");
            assertEquals(400, garbage.statusCode());
            assertTrue(
                    victim.visited().stream()
                            .allMatch(address -> List.of(HERE, PARTNER).contains(address.getHost())),
                    victim.visited().toString());
        }
    }

    private PartnerNginx partner(Way way) {
        return new PartnerNginx(system.cluster().folder().resolve("partner-" + way + "-" + System.nanoTime()), port)
                .start(way, node.baseUrl());
    }
}
