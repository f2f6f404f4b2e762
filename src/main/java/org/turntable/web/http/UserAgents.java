package org.turntable.web.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The browser by its User-Agent. For convenience only, since clients can send any value. */
public final class UserAgents {
    /** WeChat on iOS, Android, Windows and macOS sends its name with its version. */
    private static final Pattern WECHAT = Pattern.compile("(?i)\\bMicroMessenger/([0-9][0-9.]{0,20})");

    private static final Pattern APPLE = Pattern.compile("\\bi(Phone|Pad|Pod)\\b");

    private UserAgents() {}

    /** Whether the page is shown by WeChat. */
    public static boolean isWeChat(HttpServletRequest request) {
        return weChatVersion(request).isPresent();
    }

    /** WeChat's version, such as 8.0.49; empty in other browsers. */
    public static Optional<String> weChatVersion(HttpServletRequest request) {
        String agent = request.getHeader("User-Agent");
        Matcher found = WECHAT.matcher(agent == null ? "" : agent);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    /** A word of a short list, for metrics: the system of the phone, with wechat- before it inside WeChat. */
    public static String family(HttpServletRequest request) {
        String agent = request.getHeader("User-Agent") == null ? "" : request.getHeader("User-Agent");
        String system = APPLE.matcher(agent).find() ? "ios" : agent.contains("Android") ? "android" : "other";
        return isWeChat(request) ? "wechat-" + system : system;
    }
}
