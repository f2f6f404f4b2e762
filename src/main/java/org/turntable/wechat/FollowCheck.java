package org.turntable.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.wechat.WeChatGateway.Following;

/** Whether somebody follows: a yes is remembered for a while, a no is asked again, and what failed is not known, which is never a "no". */
final class FollowCheck {
    private static final Logger LOG = LoggerFactory.getLogger(FollowCheck.class);
    private static final int MOST_REMEMBERED = 20_000;
    private static final Duration REMEMBERED = Duration.ofMinutes(5);

    private final CallLimit limit;
    private final BriefMemory<String, Following> yes;

    FollowCheck(CallLimit limit, LongSupplier nanos) {
        this.limit = limit;
        this.yes = new BriefMemory<>(MOST_REMEMBERED, REMEMBERED, nanos);
    }

    /**
     * Never throws.
     *
     * @param question asks and gives the number that was answered: 1 yes, 0 no
     */
    Following of(String openid, Supplier<JsonNode> question) {
        if (openid == null || openid.isBlank()) {
            return Following.UNKNOWN;
        }
        try {
            return yes.get(openid).orElseGet(() -> remembered(openid, read(limit.run(question))));
        } catch (WeChatFailure failure) {
            LOG.warn("whether a player follows is not known: {}: {}", failure.reason(), failure.getMessage());
        } catch (RuntimeException unexpected) {
            // Its message may hold anything, an openid included.
            LOG.error("whether a player follows is not known: {}", unexpected.getClass().getName());
        }
        return Following.UNKNOWN;
    }

    private static Following read(JsonNode number) {
        if (!number.isIntegralNumber()) {
            return Following.UNKNOWN;
        }
        return number.asInt() == 1 ? Following.YES : number.asInt() == 0 ? Following.NO : Following.UNKNOWN;
    }

    private Following remembered(String openid, Following answer) {
        if (answer == Following.YES) {
            yes.put(openid, answer);
        }
        return answer;
    }
}
