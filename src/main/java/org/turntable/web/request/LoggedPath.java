package org.turntable.web.request;

import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The path of a request as logs may have it. Whoever reads a log must not get a coupon's code from it: addresses of
 * earlier WARs have the code in their path, and phones still open them. The edge masks by the same rules
 * ({@code nginx/parts/log.conf}).
 */
public final class LoggedPath {
    /** The request attribute from which Tomcat's access log takes the path ({@code tomcat-conf/server.xml}). */
    public static final String ATTRIBUTE = "turntable.path";

    private static final String MASK = "***";
    /** No path of ours has these characters; what follows them may be a code in another spelling. */
    private static final Pattern FOREIGN = Pattern.compile("[?;%\\\\].*", Pattern.DOTALL);

    private static final Pattern AFTER_CODE = Pattern.compile("(.*?/code/).*", Pattern.CASE_INSENSITIVE);
    /** A code anywhere else: groups of four in capitals, which slugs and file names do not have. */
    private static final Pattern LIKE_A_CODE = Pattern.compile("(.*?/)[0-9A-Z]{4}(?:-[0-9A-Z]{1,4})+.*");

    private LoggedPath() {}

    /** The path of a request, without query, foreign characters and codes. */
    public static String of(HttpServletRequest request) {
        return of(request.getRequestURI());
    }

    static String of(String path) {
        String known = FOREIGN.matcher(path).replaceFirst("");
        for (Pattern secret : new Pattern[] {AFTER_CODE, LIKE_A_CODE}) {
            Matcher found = secret.matcher(known);
            if (found.matches()) {
                return found.group(1) + MASK;
            }
        }
        return known;
    }
}
