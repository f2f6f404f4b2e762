package org.turntable.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.turntable.claim.redpacket.RedPacketGateway;

/**
 * Pays red packets through the partner; the protocol is in this package's description. Only an answer that the protocol
 * defines is a certain result; everything else is {@link Answer.Unknown}.
 */
public final class PartnerRedPackets implements RedPacketGateway {
    private static final String PAY = "/partner/api/red-packet";
    private static final String QUERY = "/partner/api/red-packet/standing";
    /**
     * Nothing was paid, and the same call may be repeated. BUSY is not in this list: WeChat may have paid without an
     * answer to the partner.
     */
    private static final Set<String> RETRYABLE =
            Set.of("BALANCE", "LIMITED", "UNKNOWN_KEY", "BAD_SIGNATURE", "CLOCK", "REPLAYED");
    /** Nothing was paid, and a repeated call would have the same result. */
    private static final Set<String> PERMANENT =
            Set.of("OPENID_REFUSED", "AMOUNT_REFUSED", "KEY_REUSED", "NOT_ALLOWED");

    private static final Pattern NUMBER = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final PartnerClient client;

    /** @param clock the current time, within five minutes of the partner's clock */
    public PartnerRedPackets(
            PartnerWeChat.Partner partner, WeChatLimits limits, Supplier<Instant> clock, RandomGenerator random) {
        this.client = new PartnerClient(partner, limits, clock, random);
    }

    @Override
    public Answer pay(Payment payment) {
        return call(PAY, Map.of("key", payment.key(), "openid", payment.openid(), "amount", payment.amountFen()));
    }

    @Override
    public Answer query(String key) {
        return call(QUERY, Map.of("key", key));
    }

    private Answer call(String path, Map<String, ?> asked) {
        try {
            WeChatHttp.Answer answer = client.ask(path, asked);
            String error = PartnerClient.error(answer);
            return answer.status() == 200 && error.isEmpty()
                    ? state(answer.json())
                    : refused(error, answer.status(), path);
        } catch (WeChatException noAnswer) {
            return new Answer.Unknown("NO_ANSWER");
        }
    }

    private static Answer state(JsonNode answer) {
        String payment = answer.path("payment").asText("");
        return switch (answer.path("state").asText("")) {
            case "PAID" ->
                NUMBER.matcher(payment).matches()
                        ? new Answer.Paid(payment)
                        : new Answer.Unknown("PAID_WITHOUT_NUMBER");
            case "NONE" -> new Answer.NotPaid("NONE", false);
            case "FAILED" -> new Answer.NotPaid("FAILED", true);
            case "RETURNED" -> new Answer.NotPaid("RETURNED", true);
            default -> new Answer.Unknown("UNDERWAY");
        };
    }

    /** An error of a query about a key says nothing about the payment. */
    private static Answer refused(String error, int status, String path) {
        if (path.equals(PAY) && RETRYABLE.contains(error)) {
            return new Answer.NotPaid(error, false);
        }
        if (path.equals(PAY) && PERMANENT.contains(error)) {
            return new Answer.NotPaid(error, true);
        }
        return new Answer.Unknown(error.matches("[A-Z_]{1,40}") ? error : "STATUS_" + status);
    }
}
