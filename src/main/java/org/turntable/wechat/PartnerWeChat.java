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
import org.turntable.concurrent.Bulkhead;
import org.turntable.wechat.WeChatException.Reason;

/** Calls WeChat through the partner that has the account's secret; see the protocol in this package's description. */
public final class PartnerWeChat implements WeChatGateway {
    private static final String EXCHANGE = "/partner/api/exchange";
    private static final String FOLLOWING = "/partner/api/following";
    private static final String SIGNATURE = "/partner/api/signature";
    private static final int PAGE_CACHE_SIZE = 1_000;
    /** A ticket is valid for two hours, and a page's signature as long as its ticket. */
    private static final Duration PAGE_CACHE_TTL = Duration.ofMinutes(5);

    private final Partner partner;
    private final PartnerClient client;
    private final Bulkhead exchanges;
    private final Bulkhead lookUps;
    private final FollowCheck follows;
    private final ExpiringCache<String, PageSignature> pages;
    private final Supplier<Instant> clock;

    /**
     * A key that the partner knows.
     *
     * @param id is sent with each call: letters, digits, {@code -}, {@code _} and {@code .}
     * @param secret is never sent
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
     * @param keys one, or two while they are rotated
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
     * @param clock the current time, within five minutes of the partner's clock
     * @param nanos a monotonic clock, for the lifetime of cached answers
     * @param random cryptographically strong
     */
    public PartnerWeChat(
            Partner partner, WeChatLimits limits, Supplier<Instant> clock, LongSupplier nanos, RandomGenerator random) {
        this.partner = partner;
        this.client = new PartnerClient(partner, limits, clock, random);
        this.exchanges = new Bulkhead(limits.exchangesAtOnce());
        this.lookUps = new Bulkhead(limits.lookUpsAtOnce());
        this.follows = new FollowCheck(lookUps, nanos);
        this.pages = new ExpiringCache<>(PAGE_CACHE_SIZE, PAGE_CACHE_TTL, nanos);
        this.clock = clock;
    }

    @Override
    public URI signInAddress(URI callback, String state) {
        return partner.origin.resolve("/partner/authorize?callback=" + WeChatText.encoded(callback.toString())
                + "&state=" + WeChatText.state(state));
    }

    @Override
    public Visitor exchange(String code) {
        WeChatText.requireCode(code);
        JsonNode answer = exchanges.run(() -> call(EXCHANGE, Map.of("ticket", code)), WeChatException::tooManyCalls);
        return new Visitor(
                WeChatText.required(answer, "openid", EXCHANGE),
                answer.path("snapshot").asBoolean(false));
    }

    @Override
    public Following following(String openid) {
        return follows.of(
                openid, () -> call(FOLLOWING, Map.of("openid", openid)).path("following"));
    }

    @Override
    public PageSignature signature(URI page) {
        String url = WeChatText.withoutFragment(page);
        return pages.get(url).orElseGet(() -> {
            PageSignature signature = lookUps.run(() -> requestSignature(url), WeChatException::tooManyCalls);
            pages.put(url, signature);
            return signature;
        });
    }

    private PageSignature requestSignature(String url) {
        JsonNode answer = call(SIGNATURE, Map.of("url", url));
        long timestamp = answer.path("timestamp").asLong(0);
        if (timestamp <= 0) {
            throw new WeChatException(Reason.UNAVAILABLE, SIGNATURE + " answered without timestamp");
        }
        return new PageSignature(
                WeChatText.required(answer, "appId", SIGNATURE),
                timestamp,
                WeChatText.required(answer, "nonce", SIGNATURE),
                WeChatText.required(answer, "signature", SIGNATURE));
    }

    private JsonNode call(String path, Map<String, String> asked) {
        return good(path, client.ask(path, asked));
    }

    private JsonNode good(String path, WeChatHttp.Answer answer) {
        String error = PartnerClient.error(answer);
        if (answer.status() == 200 && error.isEmpty()) {
            return answer.json();
        }
        String what = path + " answered status " + answer.status();
        throw switch (error) {
            case "TICKET_USED" -> new WeChatException(Reason.CODE_USED, what + ": the ticket was used before");
            case "TICKET_REFUSED" ->
                new WeChatException(Reason.CODE_REFUSED, what + ": the ticket is invalid or has expired");
            case "LIMITED" -> new WeChatException(Reason.LIMITED, what + ": too many calls");
            case PartnerClient.UNKNOWN_KEY ->
                new WeChatException(Reason.MISCONFIGURED, what + ": the partner does not know any of our keys");
            case "BAD_SIGNATURE" ->
                new WeChatException(
                        Reason.MISCONFIGURED, what + ": wrong signature; the key's secret differs from the partner's");
            case "CLOCK" ->
                new WeChatException(
                        Reason.MISCONFIGURED,
                        what + ": the partner's clock is "
                                + ahead(answer.json().path("now").asLong(0)));
            case "URL_REFUSED" ->
                new WeChatException(Reason.MISCONFIGURED, what + ": the page's host is not on the partner's list");
            // REPLAYED, BUSY, and codes that this version does not know.
            default -> new WeChatException(Reason.UNAVAILABLE, what);
        };
    }

    private String ahead(long partnersNow) {
        long seconds = partnersNow - clock.get().getEpochSecond();
        return Math.abs(seconds) + " s " + (seconds < 0 ? "behind" : "ahead of") + " ours; set both by NTP";
    }
}
