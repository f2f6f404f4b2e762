package org.turntable.testing.standin;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The partner's red packets, as package {@code org.turntable.wechat} describes them. In forgetful mode the partner pays
 * at every call, even if it has paid under the same key; then only a caller that queries first pays once.
 */
final class RedPacketApi {
    private record Paid(String openid, int amount, String payment, int times) {}

    private static final int PLENTY = 100_000_000;

    private final PartnerApi partner;
    private final Account account;
    private final Map<String, Paid> paid = new ConcurrentHashMap<>();
    private final AtomicInteger balance = new AtomicInteger(PLENTY);
    private final AtomicInteger numbers = new AtomicInteger();
    private volatile boolean forgetful;

    RedPacketApi(PartnerApi partner, Account account) {
        this.partner = partner;
        this.account = account;
    }

    void reset() {
        balance.set(PLENTY);
        forgetful = false;
    }

    void setBalance(int fen) {
        balance.set(fen);
    }

    void setForgetful(boolean is) {
        forgetful = is;
    }

    /** How often each key was really paid. */
    Map<String, Integer> payments() {
        Map<String, Integer> times = new TreeMap<>();
        paid.forEach((key, one) -> times.put(key, one.times));
        return times;
    }

    /** {@code POST /partner/api/red-packet}. */
    void pay(Call call) throws IOException {
        if (partner.isOurs(call)) {
            Map<String, ?> answer = answer(
                    call.json().path("key").asText(),
                    call.json().path("openid").asText(),
                    call.json().path("amount").asInt());
            call.json(
                    !answer.containsKey("error") ? 200 : answer.get("error").equals("KEY_REUSED") ? 409 : 400, answer);
        }
    }

    private synchronized Map<String, ?> answer(String key, String openid, int amount) {
        Paid before = paid.get(key);
        if (before != null && (!before.openid.equals(openid) || before.amount != amount)) {
            return Map.of("error", "KEY_REUSED");
        }
        if (before != null && !forgetful) {
            return Map.of("state", "PAID", "payment", before.payment);
        }
        if (!key.matches("[A-Za-z0-9._-]{1,60}") || amount < 100 || amount > 20_000) {
            return Map.of("error", "AMOUNT_REFUSED");
        }
        if (account.follows(openid).isEmpty()) {
            return Map.of("error", "OPENID_REFUSED");
        }
        if (balance.get() < amount) {
            return Map.of("error", "BALANCE");
        }
        balance.addAndGet(-amount);
        Paid now = new Paid(openid, amount, "RP" + numbers.incrementAndGet(), before == null ? 1 : before.times + 1);
        paid.put(key, now);
        return Map.of("state", "PAID", "payment", now.payment);
    }

    /** {@code POST /partner/api/red-packet/standing}. */
    void standing(Call call) throws IOException {
        if (partner.isOurs(call)) {
            Paid there = paid.get(call.json().path("key").asText());
            call.json(200, there == null ? Map.of("state", "NONE") : Map.of("state", "PAID", "payment", there.payment));
        }
    }
}
