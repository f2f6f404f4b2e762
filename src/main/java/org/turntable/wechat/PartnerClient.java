package org.turntable.wechat;

import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.concurrent.Deadline;

/** Signed calls to the partner, with the one of our two keys that the partner accepts. */
final class PartnerClient {
    static final String UNKNOWN_KEY = "UNKNOWN_KEY";
    private static final Logger LOG = LoggerFactory.getLogger(PartnerClient.class);

    private final PartnerWeChat.Partner partner;
    private final WeChatLimits limits;
    private final WeChatHttp http;
    private final Supplier<Instant> clock;
    private final RandomGenerator random;
    /** The index of the key that the partner accepted last. */
    private volatile int keyInUse;

    PartnerClient(PartnerWeChat.Partner partner, WeChatLimits limits, Supplier<Instant> clock, RandomGenerator random) {
        this.partner = partner;
        this.limits = limits;
        this.http = new WeChatHttp(limits);
        this.clock = clock;
        this.random = random;
    }

    /**
     * Calls the partner; calls again with the other key when the partner does not know the first one, since it did not
     * process that call.
     *
     * @throws WeChatException with {@link WeChatException.Reason#UNAVAILABLE} when there is no answer in time, or one
     *     that is not a JSON object
     */
    WeChatHttp.Answer ask(String path, Map<String, ?> asked) {
        byte[] body = WeChatHttp.bytes(asked);
        int first = keyInUse;
        Deadline deadline = limits.deadline();
        WeChatHttp.Answer answer = send(path, body, partner.keys().get(first), deadline);
        if (error(answer).equals(UNKNOWN_KEY) && partner.keys().size() == 2) {
            answer = send(path, body, partner.keys().get(1 - first), deadline);
            if (!error(answer).equals(UNKNOWN_KEY)) {
                LOG.info(
                        "the partner no longer accepts key {}; key {} is used from now on",
                        partner.keys().get(first).id(),
                        partner.keys().get(1 - first).id());
                keyInUse = 1 - first;
            }
        }
        return answer;
    }

    private WeChatHttp.Answer send(String path, byte[] body, PartnerWeChat.Key key, Deadline deadline) {
        return http.post(
                partner.origin().resolve(path),
                body,
                PartnerSigner.headers(key, path, body, clock.get().getEpochSecond(), WeChatText.nonce(random)),
                deadline);
    }

    /** The error code of the answer; empty when there is none. */
    static String error(WeChatHttp.Answer answer) {
        return answer.json().path("error").asText("");
    }
}
