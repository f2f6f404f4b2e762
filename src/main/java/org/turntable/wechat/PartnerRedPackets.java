package org.turntable.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.turntable.award.redpacket.RedPacketGateway;

/** Red packets through the partner; the protocol stands in this package's description. Only what he says in his own words is certain. */
public final class PartnerRedPackets implements RedPacketGateway {
    private static final String PAY = "/partner/api/red-packet";
    private static final String STANDING = "/partner/api/red-packet/standing";
    /** Nothing was paid, and the same call may be made again. BUSY is none of these: WeChat may have paid and not told the partner. */
    private static final Set<String> AGAIN = Set.of("BALANCE", "LIMITED", "UNKNOWN_KEY", "BAD_SIGNATURE", "CLOCK", "REPLAYED");
    /** Nothing was paid, and the same call will come to the same. */
    private static final Set<String> FOR_GOOD = Set.of("OPENID_REFUSED", "AMOUNT_REFUSED", "KEY_REUSED", "NOT_ALLOWED");
    private static final Pattern NUMBER = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final PartnerLine line;

    /** @param clock the present; within five minutes of the partner's */
    public PartnerRedPackets(PartnerWeChat.Partner partner, WeChatLimits limits, Supplier<Instant> clock, RandomGenerator random) {
        this.line = new PartnerLine(partner, limits, clock, random);
    }

    @Override
    public Answer pay(Payment payment) {
        return call(PAY, Map.of("key", payment.key(), "openid", payment.openid(), "amount", payment.amountFen()));
    }

    @Override
    public Answer standing(String key) {
        return call(STANDING, Map.of("key", key));
    }

    private Answer call(String path, Map<String, ?> asked) {
        try {
            WeChatHttp.Answer answer = line.ask(path, asked);
            String error = PartnerLine.error(answer);
            return answer.status() == 200 && error.isEmpty() ? said(answer.json()) : refused(error, answer.status(), path);
        } catch (WeChatFailure noAnswer) {
            return new Answer.Unknown("NO_ANSWER");
        }
    }

    private static Answer said(JsonNode answer) {
        String payment = answer.path("payment").asText("");
        return switch (answer.path("state").asText("")) {
            case "PAID" -> NUMBER.matcher(payment).matches() ? new Answer.Paid(payment) : new Answer.Unknown("PAID_WITHOUT_NUMBER");
            case "NONE" -> new Answer.NotPaid("NONE", false);
            case "FAILED" -> new Answer.NotPaid("FAILED", true);
            case "RETURNED" -> new Answer.NotPaid("RETURNED", true);
            default -> new Answer.Unknown("UNDERWAY");
        };
    }

    /** An error at a question about a key says nothing of the payment. */
    private static Answer refused(String error, int status, String path) {
        if (path.equals(PAY) && AGAIN.contains(error)) {
            return new Answer.NotPaid(error, false);
        }
        if (path.equals(PAY) && FOR_GOOD.contains(error)) {
            return new Answer.NotPaid(error, true);
        }
        return new Answer.Unknown(error.matches("[A-Z_]{1,40}") ? error : "STATUS_" + status);
    }
}
