package org.turntable.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which browser asks, by its User-Agent: for comfort alone, since anybody can write anything there. */
final class Browsers {
    /** WeChat on iOS, Android, Windows and macOS alike says so, with its version. */
    private static final Pattern WECHAT = Pattern.compile("(?i)\\bMicroMessenger/([0-9][0-9.]{0,20})");

    private static final Pattern APPLE = Pattern.compile("\\bi(Phone|Pad|Pod)\\b");

    private Browsers() {
    }

    /** Whether the page is shown by WeChat. */
    static boolean isWeChat(HttpServletRequest request) {
        return weChatVersion(request).isPresent();
    }

    /** WeChat's version, such as 8.0.49; empty in other browsers. */
    static Optional<String> weChatVersion(HttpServletRequest request) {
        String agent = request.getHeader("User-Agent");
        Matcher found = WECHAT.matcher(agent == null ? "" : agent);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    /** One of few words for metrics: the system of the phone, with wechat- before it inside WeChat. */
    static String family(HttpServletRequest request) {
        String agent = request.getHeader("User-Agent") == null ? "" : request.getHeader("User-Agent");
        String system = APPLE.matcher(agent).find() ? "ios" : agent.contains("Android") ? "android" : "other";
        return isWeChat(request) ? "wechat-" + system : system;
    }
}
