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
import org.turntable.wechat.WeChatFailure.Reason;

/** WeChat itself, with the account's own app id and secret. */
public final class DirectWeChat implements WeChatGateway {
    private static final String CODE = "/sns/oauth2/access_token";
    private static final String TOKEN = "/cgi-bin/stable_token";
    private static final String TICKET = "/cgi-bin/ticket/getticket";
    private static final String USER = "/cgi-bin/user/info";

    private final Account account;
    private final WeChatHttp http;
    private final CallLimit limit;
    private final TokenKeeper tokens;
    private final FollowCheck follows;
    private final Supplier<Instant> clock;
    private final RandomGenerator random;

    /**
     * The account.
     *
     * @param appId      as WeChat gave it
     * @param secret     the app secret
     * @param apiOrigin  where nodes call, {@code https://api.weixin.qq.com}
     * @param openOrigin where browsers sign in, {@code https://open.weixin.qq.com}
     */
    public record Account(String appId, String secret, URI apiOrigin, URI openOrigin) {
        @Override
        public String toString() {
            return "Account[" + appId + ", (hidden)]";
        }
    }

    /**
     * @param shared where all nodes keep the account's tokens
     * @param clock  the present, for signatures
     * @param nanos  a clock that only goes forward, for how long answers are kept
     * @param random a cryptographic one
     */
    public DirectWeChat(Account account, WeChatLimits limits, SharedTokens shared, Supplier<Instant> clock, LongSupplier nanos,
                        RandomGenerator random) {
        this.account = account;
        this.http = new WeChatHttp(limits);
        this.limit = new CallLimit(limits.callsAtOnce());
        this.tokens = new TokenKeeper(shared, nanos, random);
        this.follows = new FollowCheck(limit, nanos);
        this.clock = clock;
        this.random = random;
    }

    @Override
    public URI signInAddress(URI callback, String state) {
        // WeChat wants the parameters in this order, and the fragment.
        return account.openOrigin.resolve("/connect/oauth2/authorize?appid=" + Texts.encoded(account.appId) + "&redirect_uri="
                + Texts.encoded(callback.toString()) + "&response_type=code&scope=snsapi_base&state=" + Texts.state(state) + "#wechat_redirect");
    }

    @Override
    public Visitor exchange(String code) {
        Texts.requireCode(code);
        return limit.run(() -> {
            JsonNode answer = WeChatErrors.good(CODE, http.get(api(CODE + "?appid=" + Texts.encoded(account.appId) + "&secret="
                    + Texts.encoded(account.secret) + "&code=" + code + "&grant_type=authorization_code")));
            return new Visitor(Texts.required(answer, "openid", CODE), answer.path("is_snapshotuser").asInt(0) == 1);
        });
    }

    @Override
    public Following following(String openid) {
        return follows.of(openid, () -> WeChatErrors.good(USER, withToken(token -> USER + "?access_token=" + Texts.encoded(token) + "&openid="
                + Texts.encoded(openid) + "&lang=zh_CN")).path("subscribe"));
    }

    @Override
    public PageSignature signature(URI page) {
        String ticket = tokens.atHand(name("ticket")).orElseGet(() -> limit.run(() -> tokens.token(name("ticket"), this::fetchTicket)));
        String nonce = Texts.nonce(random);
        long timestamp = clock.get().getEpochSecond();
        String signed = "jsapi_ticket=" + ticket + "&noncestr=" + nonce + "&timestamp=" + timestamp + "&url=" + Texts.withoutFragment(page);
        return new PageSignature(account.appId, timestamp, nonce, sha1(signed));
    }

    /** Calls with the access token; one that WeChat refuses is replaced once. */
    private WeChatHttp.Answer withToken(Function<String, String> pathAndQuery) {
        String token = tokens.token(name("access"), this::fetchToken);
        WeChatHttp.Answer answer = http.get(api(pathAndQuery.apply(token)));
        if (!WeChatErrors.isTokenRefused(answer.json())) {
            return answer;
        }
        tokens.refused(name("access"), token);
        return http.get(api(pathAndQuery.apply(tokens.token(name("access"), this::fetchToken))));
    }

    private TokenKeeper.Fetched fetchToken() {
        // Never with force_refresh: that takes the token from every other node and is allowed twenty times a day.
        byte[] asked = WeChatHttp.bytes(Map.of("grant_type", "client_credential", "appid", account.appId, "secret", account.secret));
        return fetched(WeChatErrors.good(TOKEN, http.post(api(TOKEN), asked, Map.of())), "access_token", TOKEN);
    }

    private TokenKeeper.Fetched fetchTicket() {
        WeChatHttp.Answer answer = withToken(token -> TICKET + "?access_token=" + Texts.encoded(token) + "&type=jsapi");
        return fetched(WeChatErrors.good(TICKET, answer), "ticket", TICKET);
    }

    private static TokenKeeper.Fetched fetched(JsonNode answer, String field, String path) {
        long seconds = answer.path("expires_in").asLong(0);
        if (seconds < 2 || seconds > Duration.ofDays(1).toSeconds()) {
            throw new WeChatFailure(Reason.UNAVAILABLE, path + " answered a lifetime of " + seconds + " s");
        }
        return new TokenKeeper.Fetched(Texts.required(answer, field, path), Duration.ofSeconds(seconds));
    }

    private String name(String which) {
        return account.appId + ":" + which;
    }

    private URI api(String pathAndQuery) {
        return account.apiOrigin.resolve(pathAndQuery);
    }

    private static String sha1(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-1", impossible);
        }
    }
}
