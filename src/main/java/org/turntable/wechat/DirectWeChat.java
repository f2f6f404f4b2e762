package org.turntable.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.turntable.concurrent.Bulkhead;
import org.turntable.concurrent.Deadline;
import org.turntable.wechat.WeChatException.Reason;

/** Calls WeChat's API directly, with the account's app id and secret. */
public final class DirectWeChat implements WeChatGateway {
    private static final String CODE = "/sns/oauth2/access_token";
    private static final String TOKEN = "/cgi-bin/stable_token";
    private static final String TICKET = "/cgi-bin/ticket/getticket";
    private static final String USER = "/cgi-bin/user/info";

    private final Account account;
    private final WeChatHttp http;
    private final WeChatLimits limits;
    private final Bulkhead exchanges;
    private final Bulkhead lookUps;
    private final TokenCache tokens;
    private final FollowCheck follows;
    private final Supplier<Instant> clock;
    private final RandomGenerator random;

    /**
     * The account.
     *
     * @param appId as issued by WeChat
     * @param secret the app secret
     * @param apiOrigin of the API for servers, {@code https://api.weixin.qq.com}
     * @param openOrigin of the page where browsers sign in, {@code https://open.weixin.qq.com}
     */
    public record Account(String appId, String secret, URI apiOrigin, URI openOrigin) {
        @Override
        public String toString() {
            return "Account[" + appId + ", (hidden)]";
        }
    }

    /**
     * @param shared the tokens that all nodes share
     * @param clock the current time, for signatures
     * @param nanos a monotonic clock, for the lifetime of cached answers
     * @param random cryptographically strong
     */
    public DirectWeChat(
            Account account,
            WeChatLimits limits,
            SharedTokens shared,
            Supplier<Instant> clock,
            LongSupplier nanos,
            RandomGenerator random) {
        this.account = account;
        this.http = new WeChatHttp(limits);
        this.limits = limits;
        this.exchanges = new Bulkhead(limits.exchangesAtOnce());
        this.lookUps = new Bulkhead(limits.lookUpsAtOnce());
        this.tokens = new TokenCache(shared, nanos, random);
        this.follows = new FollowCheck(lookUps, nanos);
        this.clock = clock;
        this.random = random;
    }

    @Override
    public URI signInAddress(URI callback, String state) {
        // WeChat requires the parameters in this order, and the fragment.
        return account.openOrigin.resolve("/connect/oauth2/authorize?appid=" + WeChatText.encoded(account.appId)
                + "&redirect_uri=" + WeChatText.encoded(callback.toString())
                + "&response_type=code&scope=snsapi_base&state="
                + WeChatText.state(state) + "#wechat_redirect");
    }

    @Override
    public Visitor exchange(String code) {
        WeChatText.requireCode(code);
        URI asked = api(CODE + "?appid=" + WeChatText.encoded(account.appId) + "&secret="
                + WeChatText.encoded(account.secret) + "&code=" + code + "&grant_type=authorization_code");
        JsonNode answer = WeChatErrors.good(
                CODE, exchanges.run(() -> http.get(asked, limits.deadline()), WeChatException::tooManyCalls));
        return new Visitor(
                WeChatText.required(answer, "openid", CODE),
                answer.path("is_snapshotuser").asInt(0) == 1);
    }

    @Override
    public Following following(String openid) {
        return follows.of(
                openid,
                () -> WeChatErrors.good(
                                USER,
                                withToken(
                                        limits.deadline(),
                                        token -> USER + "?access_token=" + WeChatText.encoded(token) + "&openid="
                                                + WeChatText.encoded(openid) + "&lang=zh_CN"))
                        .path("subscribe"));
    }

    @Override
    public PageSignature signature(URI page) {
        String ticket = tokens.cached(name("ticket"))
                .orElseGet(() -> lookUps.run(() -> ticket(limits.deadline()), WeChatException::tooManyCalls));
        String nonce = WeChatText.nonce(random);
        long timestamp = clock.get().getEpochSecond();
        String signed = "jsapi_ticket=" + ticket + "&noncestr=" + nonce + "&timestamp=" + timestamp + "&url="
                + WeChatText.withoutFragment(page);
        return new PageSignature(account.appId, timestamp, nonce, sha1(signed));
    }

    private String ticket(Deadline deadline) {
        return tokens.token(name("ticket"), () -> fetchTicket(deadline), deadline);
    }

    private String access(Deadline deadline) {
        return tokens.token(name("access"), () -> fetchToken(deadline), deadline);
    }

    /** Calls with the access token; fetches a new token once when WeChat refuses it. */
    private WeChatHttp.Answer withToken(Deadline deadline, Function<String, String> pathAndQuery) {
        String token = access(deadline);
        WeChatHttp.Answer answer = http.get(api(pathAndQuery.apply(token)), deadline);
        if (!WeChatErrors.isTokenRefused(answer.json())) {
            return answer;
        }
        tokens.refused(name("access"), token);
        return http.get(api(pathAndQuery.apply(access(deadline))), deadline);
    }

    private TokenCache.Fetched fetchToken(Deadline deadline) {
        // Never with force_refresh: it invalidates the token of all other nodes and is allowed twenty times a day.
        byte[] asked = WeChatHttp.bytes(
                Map.of("grant_type", "client_credential", "appid", account.appId, "secret", account.secret));
        return fetched(
                WeChatErrors.good(TOKEN, http.post(api(TOKEN), asked, Map.of(), deadline)), "access_token", TOKEN);
    }

    private TokenCache.Fetched fetchTicket(Deadline deadline) {
        WeChatHttp.Answer answer =
                withToken(deadline, token -> TICKET + "?access_token=" + WeChatText.encoded(token) + "&type=jsapi");
        return fetched(WeChatErrors.good(TICKET, answer), "ticket", TICKET);
    }

    private static TokenCache.Fetched fetched(JsonNode answer, String field, String path) {
        long seconds = answer.path("expires_in").asLong(0);
        if (seconds < 2 || seconds > Duration.ofDays(1).toSeconds()) {
            throw new WeChatException(Reason.UNAVAILABLE, path + " answered a lifetime of " + seconds + " s");
        }
        return new TokenCache.Fetched(WeChatText.required(answer, field, path), Duration.ofSeconds(seconds));
    }

    private String name(String which) {
        return account.appId + ":" + which;
    }

    private URI api(String pathAndQuery) {
        return account.apiOrigin.resolve(pathAndQuery);
    }

    private static String sha1(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-1", impossible);
        }
    }
}
