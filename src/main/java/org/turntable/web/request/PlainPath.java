package org.turntable.web.request;

import java.util.regex.Pattern;

/**
 * The paths that the edge and Tomcat read alike: without dot segments, empty segments, {@code ;}, backslashes, encoded
 * separators, control characters and broken percent encodings. For any other path the edge may judge one path while the
 * node serves another.
 */
public final class PlainPath {
    /** The same rule as in nginx/parts/paths.conf. Possessive, so that a long path needs neither stack nor time. */
    static final String RULE = "(?:/(?!/|\\.\\.?(?:[/?]|\\z))(?:[A-Za-z0-9._~!$&'()*+,=:@-]|"
            + "%(?![01]|2[5EeFf]|3[Bb]|5[Cc]|7[Ff]|[Cc][01]|[Ff][5-9A-Fa-f])[0-9A-Fa-f][0-9A-Fa-f])*+)++(?:\\?|\\z)";

    private static final Pattern PLAIN = Pattern.compile(RULE);

    private PlainPath() {}

    /** @param rawPath as it stands in the request line, not decoded */
    public static boolean is(String rawPath) {
        return rawPath != null && PLAIN.matcher(rawPath).matches();
    }
}
