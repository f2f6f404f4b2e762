package org.turntable.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.turntable.wechat.WeChatException.Reason;

/** Classifies WeChat's error codes. */
final class WeChatErrors {
    /** invalid credential; access_token expired; access_token malformed. */
    private static final Set<Integer> TOKEN_REFUSED = Set.of(40001, 42001, 40014);
    /** WeChat's request id, for its support; the rest of the text is not logged. */
    private static final Pattern CALL_ID = Pattern.compile("rid: ([0-9a-f-]{8,40})");

    private WeChatErrors() {}

    /** The error code of the answer; 0 when there is none. */
    static int code(JsonNode answer) {
        JsonNode code = answer.path("errcode");
        return code.isMissingNode() ? 0 : code.asInt(-1);
    }

    /** Whether the call may succeed with a new access token. */
    static boolean isTokenRefused(JsonNode answer) {
        return TOKEN_REFUSED.contains(code(answer));
    }

    /**
     * The answer, unless it is an error.
     *
     * @param path of the call
     * @throws WeChatException for an error
     */
    static JsonNode good(String path, WeChatHttp.Answer answer) {
        if (answer.status() != 200) {
            throw new WeChatException(Reason.UNAVAILABLE, path + " answered status " + answer.status());
        }
        int code = code(answer.json());
        if (code == 0) {
            return answer.json();
        }
        Matcher id = CALL_ID.matcher(answer.json().path("errmsg").asText());
        throw new WeChatException(
                reason(code), path + " answered errcode " + code + (id.find() ? ", rid " + id.group(1) : ""));
    }

    private static Reason reason(int code) {
        return switch (code) {
            case 40163 -> Reason.CODE_USED;
            // invalid code; code expired; missing code
            case 40029, 42003, 41008 -> Reason.CODE_REFUSED;
            // calls a day; calls a minute; calls of this user a minute
            case 45009, 45011, 45047 -> Reason.LIMITED;
            // Wrong credentials, app id or secret, an IP address that is not on the account's list, missing
            // permissions of the account, a frozen account.
            case 40001, 40014, 42001, 40002, 40013, 40125, 41002, 41004, 40164, 48001, 48004, 50002, 89501, 89503 ->
                Reason.MISCONFIGURED;
            default -> Reason.UNAVAILABLE;
        };
    }
}
