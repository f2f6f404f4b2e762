package org.turntable.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.turntable.wechat.WeChatFailure.Reason;

/** WeChat's error codes, and what they mean to us. */
final class WeChatErrors {
    /** invalid credential; access_token expired; access_token malformed. */
    private static final Set<Integer> TOKEN_REFUSED = Set.of(40001, 42001, 40014);
    /** The number under which WeChat's support finds a call; the rest of the text is not for logs. */
    private static final Pattern CALL_ID = Pattern.compile("rid: ([0-9a-f-]{8,40})");

    private WeChatErrors() {
    }

    /** The answer's error code; 0 when there is none. */
    static int code(JsonNode answer) {
        JsonNode code = answer.path("errcode");
        return code.isMissingNode() ? 0 : code.asInt(-1);
    }

    /** Whether a fresh access token may mend it. */
    static boolean isTokenRefused(JsonNode answer) {
        return TOKEN_REFUSED.contains(code(answer));
    }

    /**
     * The answer, unless it is an error.
     *
     * @param path what was called
     * @throws WeChatFailure for an error
     */
    static JsonNode good(String path, WeChatHttp.Answer answer) {
        if (answer.status() != 200) {
            throw new WeChatFailure(Reason.UNAVAILABLE, path + " answered status " + answer.status());
        }
        int code = code(answer.json());
        if (code == 0) {
            return answer.json();
        }
        Matcher id = CALL_ID.matcher(answer.json().path("errmsg").asText());
        throw new WeChatFailure(reason(code), path + " answered errcode " + code + (id.find() ? ", rid " + id.group(1) : ""));
    }

    private static Reason reason(int code) {
        return switch (code) {
            case 40163 -> Reason.CODE_USED;
            // invalid code; code expired; missing code
            case 40029, 42003, 41008 -> Reason.CODE_REFUSED;
            // calls a day; calls a minute; calls of this user a minute
            case 45009, 45011, 45047 -> Reason.LIMITED;
            // Credentials, app id, secret, an address that is not on the account's list, rights that the account does not have, a frozen account.
            case 40001, 40014, 42001, 40002, 40013, 40125, 41002, 41004, 40164, 48001, 48004, 50002, 89501, 89503 -> Reason.MISCONFIGURED;
            default -> Reason.UNAVAILABLE;
        };
    }
}
