package org.turntable.testing.standin;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Controls the stand-in from a test. {@code GET} returns the counters; {@code POST} takes a form with any of these
 * fields: {@code reset}; {@code path}, {@code fault} ({@link Faults.Kind} in small letters), {@code value},
 * {@code times}; {@code clock} and {@code partner-clock}, seconds by which WeChat's and the partner's clock are off;
 * {@code invalidate}, {@code token} or {@code ticket}; {@code balance}, the fen that are left for red packets;
 * {@code forgetful}, whether the partner pays under one key again and again; {@code retire}, a key of the partner's;
 * {@code openid} and {@code follows}, {@code true} or {@code false}.
 */
final class Control {
    private final Faults faults;
    private final Account account;
    private final PartnerApi partner;
    private final RedPacketApi packets;
    private final PageSigner signer;
    private final StandInSettings settings;
    private final StandInClock clock;
    private final StandInClock partnerClock;

    Control(
            StandInSettings settings,
            Faults faults,
            Account account,
            PartnerApi partner,
            RedPacketApi packets,
            PageSigner signer,
            StandInClock clock,
            StandInClock partnerClock) {
        this.settings = settings;
        this.faults = faults;
        this.account = account;
        this.partner = partner;
        this.packets = packets;
        this.signer = signer;
        this.clock = clock;
        this.partnerClock = partnerClock;
    }

    void handle(Call call) throws IOException {
        if (call.method().equals("POST")) {
            obey(call.form());
        }
        call.json(200, Map.of("calls", faults.calls(), "payments", packets.payments()));
    }

    /**
     * {@code GET /control/page-signature}: whether WeChat would accept it; used by the script of the page and by tests.
     */
    void checkSignature(Call call) throws IOException {
        boolean good = call.query("appId").equals(settings.appId())
                && call.query("timestamp").matches("[0-9]{1,12}")
                && signer.signature(call.query("url"), Long.parseLong(call.query("timestamp")), call.query("nonce"))
                        .equals(call.query("signature"));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("good", good);
        answer.put("errMsg", good ? "config:ok" : "config:fail, Error: invalid signature");
        String callback = call.query("callback");
        if (callback.matches("[A-Za-z0-9_]{1,40}")) {
            call.send(200, "text/javascript; charset=UTF-8", callback + "(" + Call.jsonText(answer) + ")");
        } else {
            call.json(200, answer);
        }
    }

    private void obey(Map<String, String> form) {
        if (form.containsKey("reset")) {
            faults.reset();
            partner.restoreKeys();
            packets.reset();
            clock.offBy(0);
            partnerClock.offBy(0);
            account.invalidateTokens();
            account.invalidateTicket();
        }
        if (form.containsKey("fault")) {
            faults.set(
                    form.get("path"),
                    Faults.Kind.valueOf(form.get("fault").toUpperCase(Locale.ROOT)),
                    number(form, "value"),
                    number(form, "times"));
        }
        if (form.containsKey("balance")) {
            packets.setBalance(number(form, "balance"));
        }
        if (form.containsKey("forgetful")) {
            packets.setForgetful(Boolean.parseBoolean(form.get("forgetful")));
        }
        if (form.containsKey("clock")) {
            clock.offBy(number(form, "clock"));
        }
        if (form.containsKey("partner-clock")) {
            partnerClock.offBy(number(form, "partner-clock"));
        }
        if ("token".equals(form.get("invalidate"))) {
            account.invalidateTokens();
        }
        if ("ticket".equals(form.get("invalidate"))) {
            account.invalidateTicket();
        }
        if (form.containsKey("retire")) {
            partner.retire(form.get("retire"));
        }
        if (form.containsKey("follows")) {
            account.setFollows(form.get("openid"), Boolean.parseBoolean(form.get("follows")));
        }
    }

    private static int number(Map<String, String> form, String field) {
        return Integer.parseInt(form.getOrDefault(field, "0"));
    }
}
