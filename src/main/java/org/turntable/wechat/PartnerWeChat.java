package org.turntable.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.turntable.wechat.WeChatFailure.Reason;

/** WeChat through the partner who keeps the account's secret; the protocol stands in this package's description. */
public final class PartnerWeChat implements WeChatGateway {
    private static final String EXCHANGE = "/partner/api/exchange";
    private static final String FOLLOWING = "/partner/api/following";
    private static final String SIGNATURE = "/partner/api/signature";
    private static final int MOST_PAGES = 1_000;
    /** A ticket lives for two hours, and a page's signature as long as its ticket. */
    private static final Duration PAGE_REMEMBERED = Duration.ofMinutes(5);

    private final Partner partner;
    private final PartnerLine line;
    private final CallLimit limit;
    private final FollowCheck follows;
    private final BriefMemory<String, PageSignature> pages;
    private final Supplier<Instant> clock;

    /**
     * A key that the partner knows.
     *
     * @param id     travels with each call: letters, digits, {@code -}, {@code _} and {@code .}
     * @param secret never travels
     */
    public record Key(String id, String secret) {
        @Override
        public String toString() {
            return "Key[" + id + ", (hidden)]";
        }
    }

    /**
     * The partner.
     *
     * @param origin scheme, host and port
     * @param keys   one, or two while they are rotated
     */
    public record Partner(URI origin, List<Key> keys) {
        public Partner {
            keys = List.copyOf(keys);
            if (keys.isEmpty() || keys.size() > 2) {
                throw new IllegalArgumentException("one key, or two while they are rotated");
            }
        }
    }

    /**
     * @param clock  the present; within five minutes of the partner's
     * @param nanos  a clock that only goes forward, for how long answers are kept
     * @param random a cryptographic one
     */
    public PartnerWeChat(Partner partner, WeChatLimits limits, Supplier<Instant> clock, LongSupplier nanos, RandomGenerator random) {
        this.partner = partner;
        this.line = new PartnerLine(partner, limits, clock, random);
        this.limit = new CallLimit(limits.callsAtOnce());
        this.follows = new FollowCheck(limit, nanos);
        this.pages = new BriefMemory<>(MOST_PAGES, PAGE_REMEMBERED, nanos);
        this.clock = clock;
    }

    @Override
    public URI signInAddress(URI callback, String state) {
        return partner.origin.resolve("/partner/authorize?callback=" + Texts.encoded(callback.toString()) + "&state=" + Texts.state(state));
    }

    @Override
    public Visitor exchange(String code) {
        Texts.requireCode(code);
        return limit.run(() -> {
            JsonNode answer = call(EXCHANGE, Map.of("ticket", code));
            return new Visitor(Texts.required(answer, "openid", EXCHANGE), answer.path("snapshot").asBoolean(false));
        });
    }

    @Override
    public Following following(String openid) {
        return follows.of(openid, () -> call(FOLLOWING, Map.of("openid", openid)).path("following"));
    }

    @Override
    public PageSignature signature(URI page) {
        String url = Texts.withoutFragment(page);
        return pages.get(url).orElseGet(() -> {
            PageSignature signature = limit.run(() -> asked(url));
            pages.put(url, signature);
            return signature;
        });
    }

    private PageSignature asked(String url) {
        JsonNode answer = call(SIGNATURE, Map.of("url", url));
        long timestamp = answer.path("timestamp").asLong(0);
        if (timestamp <= 0) {
            throw new WeChatFailure(Reason.UNAVAILABLE, SIGNATURE + " answered without timestamp");
        }
        return new PageSignature(Texts.required(answer, "appId", SIGNATURE), timestamp, Texts.required(answer, "nonce", SIGNATURE),
                Texts.required(answer, "signature", SIGNATURE));
    }

    private JsonNode call(String path, Map<String, String> asked) {
        return good(path, line.ask(path, asked));
    }

    private JsonNode good(String path, WeChatHttp.Answer answer) {
        String error = PartnerLine.error(answer);
        if (answer.status() == 200 && error.isEmpty()) {
            return answer.json();
        }
        String what = path + " answered status " + answer.status();
        throw switch (error) {
            case "TICKET_USED" -> new WeChatFailure(Reason.CODE_USED, what + ": the ticket has served");
            case "TICKET_REFUSED" -> new WeChatFailure(Reason.CODE_REFUSED, what + ": the ticket is none, or too old");
            case "LIMITED" -> new WeChatFailure(Reason.LIMITED, what + ": too many calls");
            case PartnerLine.UNKNOWN_KEY -> new WeChatFailure(Reason.MISCONFIGURED, what + ": the partner knows no key of ours any more");
            case "BAD_SIGNATURE" -> new WeChatFailure(Reason.MISCONFIGURED, what
                    + ": our signature does not fit; the key's secret differs from the partner's");
            case "CLOCK" -> new WeChatFailure(Reason.MISCONFIGURED, what + ": the partner's clock is " + ahead(answer.json().path("now").asLong(0)));
            case "URL_REFUSED" -> new WeChatFailure(Reason.MISCONFIGURED, what + ": the page's host is not on the partner's list");
            // REPLAYED, BUSY, and words that we do not know.
            default -> new WeChatFailure(Reason.UNAVAILABLE, what);
        };
    }

    private String ahead(long partnersNow) {
        long seconds = partnersNow - clock.get().getEpochSecond();
        return Math.abs(seconds) + " s " + (seconds < 0 ? "behind" : "ahead of") + " ours; set both by NTP";
    }
}
