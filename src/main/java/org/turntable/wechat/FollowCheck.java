package org.turntable.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.concurrent.Bulkhead;
import org.turntable.wechat.WeChatGateway.Following;

/**
 * Whether a player follows the account: a yes is cached, a no is not, and a failed call means "unknown", which is never
 * treated as "no".
 */
final class FollowCheck {
    private static final Logger LOG = LoggerFactory.getLogger(FollowCheck.class);
    private static final int CACHE_SIZE = 20_000;
    private static final Duration CACHE_TTL = Duration.ofMinutes(5);

    private final Bulkhead bulkhead;
    private final ExpiringCache<String, Following> followers;

    FollowCheck(Bulkhead bulkhead, LongSupplier nanos) {
        this.bulkhead = bulkhead;
        this.followers = new ExpiringCache<>(CACHE_SIZE, CACHE_TTL, nanos);
    }

    /**
     * Never throws.
     *
     * @param question calls WeChat and returns its number: 1 for yes, 0 for no
     */
    Following of(String openid, Supplier<JsonNode> question) {
        if (openid == null || openid.isBlank()) {
            return Following.UNKNOWN;
        }
        try {
            return followers
                    .get(openid)
                    .orElseGet(() -> cache(openid, read(bulkhead.run(question::get, WeChatException::tooManyCalls))));
        } catch (WeChatException failure) {
            LOG.warn("it is unknown whether a player follows: {}: {}", failure.reason(), failure.getMessage());
        } catch (RuntimeException unexpected) {
            // The message is not logged, because it may contain an openid.
            LOG.error(
                    "it is unknown whether a player follows: {}",
                    unexpected.getClass().getName());
        }
        return Following.UNKNOWN;
    }

    private static Following read(JsonNode number) {
        if (!number.isIntegralNumber()) {
            return Following.UNKNOWN;
        }
        return number.asInt() == 1 ? Following.YES : number.asInt() == 0 ? Following.NO : Following.UNKNOWN;
    }

    private Following cache(String openid, Following answer) {
        if (answer == Following.YES) {
            followers.put(openid, answer);
        }
        return answer;
    }
}
