package org.turntable.testing.standin;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** WeChat's own API, as far as a campaign calls it; wrong calls are answered with WeChat's error codes. */
final class DirectApi {
    private final StandInSettings settings;
    private final Account account;

    DirectApi(StandInSettings settings, Account account) {
        this.settings = settings;
        this.account = account;
    }

    /** {@code GET /sns/oauth2/access_token}: which user a code belongs to. */
    void codeToOpenid(Call call) throws IOException {
        if (!call.query("appid").equals(settings.appId())) {
            error(call, 40013, "invalid appid");
        } else if (!call.query("secret").equals(settings.appSecret())) {
            error(call, 40125, "invalid appsecret, view more at http://t.cn/RAEkdVq");
        } else if (!call.query("grant_type").equals("authorization_code")) {
            error(call, 40002, "invalid grant_type");
        } else if (call.query("code").isEmpty()) {
            error(call, 41008, "missing code");
        } else {
            Account.Redeemed redeemed = account.redeem(call.query("code"));
            switch (redeemed.standing()) {
                case GOOD -> call.json(200, visitor(redeemed.persona()));
                case USED -> error(call, 40163, "code been used");
                case EXPIRED -> error(call, 42003, "code expired");
                case UNKNOWN -> error(call, 40029, "invalid code");
            }
        }
    }

    private static Map<String, Object> visitor(Persona persona) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("access_token", "81_" + RandomText.of(90));
        answer.put("expires_in", 7200);
        answer.put("refresh_token", "81_" + RandomText.of(90));
        answer.put("openid", persona.openid());
        answer.put("scope", "snsapi_base");
        if (persona.snapshot()) {
            answer.put("is_snapshotuser", 1);
        }
        return answer;
    }

    /** {@code POST /cgi-bin/stable_token}. */
    void stableToken(Call call) throws IOException {
        JsonNode asked = call.json();
        if (!call.method().equals("POST")) {
            error(call, 43002, "require POST method");
        } else if (!asked.path("appid").asText().equals(settings.appId())) {
            error(call, 40013, "invalid appid");
        } else if (!asked.path("secret").asText().equals(settings.appSecret())) {
            error(call, 40125, "invalid appsecret");
        } else if (!asked.path("grant_type").asText().equals("client_credential")) {
            error(call, 40002, "invalid grant_type");
        } else {
            Account.Token token =
                    account.accessToken(asked.path("force_refresh").asBoolean(false));
            call.json(200, Map.of("access_token", token.value(), "expires_in", token.secondsLeft()));
        }
    }

    /** {@code GET /cgi-bin/ticket/getticket?type=jsapi}. */
    void ticket(Call call) throws IOException {
        if (hasToken(call)) {
            if (!call.query("type").equals("jsapi")) {
                error(call, 40097, "invalid args");
            } else {
                Account.Token ticket = account.ticket();
                call.json(
                        200,
                        Map.of(
                                "errcode",
                                0,
                                "errmsg",
                                "ok",
                                "ticket",
                                ticket.value(),
                                "expires_in",
                                ticket.secondsLeft()));
            }
        }
    }

    /** {@code GET /cgi-bin/user/info}: whether a user follows; no other personal data since December 2021. */
    void userInfo(Call call) throws IOException {
        if (hasToken(call)) {
            Optional<Boolean> follows = account.follows(call.query("openid"));
            if (follows.isEmpty()) {
                error(call, 40003, "invalid openid");
            } else {
                call.json(200, Map.of("subscribe", follows.get() ? 1 : 0, "openid", call.query("openid")));
            }
        }
    }

    private boolean hasToken(Call call) throws IOException {
        switch (account.standingOf(call.query("access_token"))) {
            case GOOD -> {
                return true;
            }
            case EXPIRED -> error(call, 42001, "access_token expired");
            default -> error(call, 40001, "invalid credential, access_token is invalid or not latest");
        }
        return false;
    }

    private static void error(Call call, int code, String message) throws IOException {
        call.json(
                200,
                Map.of(
                        "errcode",
                        code,
                        "errmsg",
                        message + ", rid: 6a0b1c2d-" + RandomText.of(8).replaceAll("[^a-f0-9]", "0") + "-7c8d9e0f"));
    }
}
