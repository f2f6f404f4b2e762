package org.turntable.web.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.CampaignBuilder;
import org.turntable.web.campaign.CampaignModels;
import org.turntable.web.http.EntryLines;
import org.turntable.web.http.Requests;
import org.turntable.web.http.TestViews;
import org.turntable.web.http.UserAgents;
import org.turntable.web.page.QrCodes;

class OpenInWeChatTest {
    private final EntryLines lines = new EntryLines(List.of("https://one.example.com", "https://two.example.com"));
    private final OpenInWeChat openInWeChat = new OpenInWeChat(false, lines, TestViews.VIEWS);
    private final Campaign campaign = new CampaignBuilder().build();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
                        + "Mobile/15E148 MicroMessenger/8.0.49(0x18003137) NetType/WIFI Language/zh_CN",
                "Mozilla/5.0 (Linux; Android 14; 23127PN0CC Build/UKQ1.230804.001; wv) AppleWebKit/537.36 (KHTML, "
                        + "like Gecko) Version/4.0 Chrome/116.0.0.0 Mobile Safari/537.36 "
                        + "XWEB/1160117 MMWEBSDK/20240404 MMWEBID/1234 MicroMessenger/8.0.49.2600(0x2800313F) "
                        + "WeChat/arm64 Weixin NetType/5G Language/zh_CN ABI/arm64",
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/116.0.0.0 "
                        + "Safari/537.36 NetType/WIFI MicroMessenger/7.0.20.1781(0x6700143B) "
                        + "WindowsWechat(0x63090a13) XWEB/9129 Flue",
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) "
                        + "Chrome/109.0.5414.87 Safari/537.36 MicroMessenger/6.8.0(0x16080000) "
                        + "NetType/WIFI MacWechat/3.8.7(0x13080712) XWEB/1227 Flue"
            })
    void weChatOnEverySystemIsLetIn(String agent) throws IOException {
        Requests asked = Requests.get("/c/x").header("User-Agent", agent);
        assertFalse(openInWeChat.rejects(asked.request, asked.response, campaign));
        assertEquals("", asked.text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "curl/8.0",
                "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 "
                        + "Mobile/15E148 Safari/604.1",
                "MicroMessenger",
                "NotMicroMessenger/8"
            })
    void otherBrowsersAreShownACodeOfTheEntryLink(String agent) throws IOException {
        Requests asked = Requests.get("/c/x")
                .header("User-Agent", agent)
                .header("Host", "partner.example.net")
                .header("X-Forwarded-Host", "partner.example.net");
        assertTrue(openInWeChat.rejects(asked.request, asked.response, campaign));
        assertEquals(200, asked.status);
        assertEquals("https://one.example.com/c/" + campaign.slug(), QrCodes.read(asked.text()));
        assertTrue(asked.text().contains(CampaignModels.text(campaign.name(), org.turntable.web.page.Lang.ZH_CN)));
        assertFalse(asked.text().contains("partner.example.net"));
    }

    @Test
    void aMissingUserAgentCountsAsAnotherBrowser() throws IOException {
        Requests asked = Requests.get("/sign-in");
        assertTrue(openInWeChat.rejects(asked.request, asked.response, "/c/x?from=menu"));
        assertEquals("https://one.example.com/c/x?from=menu", QrCodes.read(asked.text()));
    }

    @Test
    void whenAnyBrowserIsPermittedNoneIsRejected() throws IOException {
        Requests asked = Requests.get("/c/x").header("User-Agent", "curl/8.0");
        assertFalse(new OpenInWeChat(true, lines, TestViews.VIEWS).rejects(asked.request, asked.response, campaign));
    }

    @Test
    void theVersionOfWeChatIsRead() {
        assertEquals(
                Optional.of("8.0.49.2600"),
                UserAgents.weChatVersion(
                        Requests.get("/").header("User-Agent", "x MicroMessenger/8.0.49.2600(0x28) y").request));
        assertEquals(Optional.empty(), UserAgents.weChatVersion(Requests.get("/").request));
    }
}
