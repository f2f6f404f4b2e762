package org.turntable.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.turntable.wechat.WeChatException.Reason;

/** Text functions that both gateways use. */
final class WeChatText {
    private static final Pattern STATE = Pattern.compile("[A-Za-z0-9._-]{1,128}");
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._-]{1,200}");

    private WeChatText() {}

    /** Encoded for a query string. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** The state, checked: its characters need no encoding. */
    static String state(String state) {
        if (!STATE.matcher(state).matches()) {
            throw new IllegalArgumentException("a state has 1 to 128 letters, digits and - _ .");
        }
        return state;
    }

    /**
     * @throws WeChatException with {@link Reason#CODE_REFUSED} for a text that cannot be a code; WeChat is not called
     */
    static void requireCode(String code) {
        if (code == null || !CODE.matcher(code).matches()) {
            throw new WeChatException(Reason.CODE_REFUSED, "the code of the sign-in callback is malformed");
        }
    }

    /** A field that must be a text and not blank. */
    static String required(JsonNode answer, String field, String path) {
        JsonNode value = answer.path(field);
        if (!value.isTextual() || value.asText().isBlank()) {
            throw new WeChatException(Reason.UNAVAILABLE, path + " answered without " + field);
        }
        return value.asText();
    }

    /** The address as the browser sends it. */
    static String withoutFragment(URI page) {
        String text = page.toString();
        int fragment = text.indexOf('#');
        return fragment < 0 ? text : text.substring(0, fragment);
    }

    /** 32 hex digits. */
    static String nonce(RandomGenerator random) {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
