package org.turntable.web.request;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;

/**
 * A page of this site to which a player may be led. The only way from a part of a request (its path, a parameter) to a
 * link or a redirect: what is not one of the pages of the route table is replaced, so nothing leads to another host or
 * to a path that has no page.
 */
public final class LocalPath {
    /**
     * The pages of players and verifiers, and of nobody else: {@code LocalPathTest} compares it with the route table.
     * The page of the edge for the time without nodes (nginx/pages) has the same rule.
     */
    static final String PAGES = "/(?:c/[A-Za-z0-9_-]{1,64}(?:/rules(?:/[0-9]{1,9})?"
            + "|/prizes(?:/privacy|/[0-9]{1,9}/(?:address|(?:code|coupon)/[A-Za-z0-9_-]{1,100}))?)?"
            + "|sign-in|diag|redeem(?:/sign-in)?)?";

    private static final String ROOT = "/";
    private static final int LONGEST = 200;
    private static final Pattern PAGE = Pattern.compile(PAGES);
    private static final Pattern PAGE_WITH_QUERY = Pattern.compile(PAGES + "(?:\\?[A-Za-z0-9._/=&%-]*)?");

    private LocalPath() {}

    /** The path, with its query, where it is a page of ours, else the root. */
    public static String of(String text) {
        return text != null
                        && text.length() <= LONGEST
                        && PAGE_WITH_QUERY.matcher(text).matches()
                        && !text.contains("//")
                ? text
                : ROOT;
    }

    /**
     * The page that a request is for, without its query: of a path that is no page itself, such as one that only takes
     * posts, the nearest page above it, at last the root. Of an error that the container raised, the page of the path
     * that was asked for.
     */
    public static String of(HttpServletRequest request) {
        Object failed = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        String path = failed == null ? request.getRequestURI() : failed.toString();
        while (path.length() > 1 && path.length() <= LONGEST) {
            if (PAGE.matcher(path).matches()) {
                return path;
            }
            path = path.substring(0, Math.max(0, path.lastIndexOf('/')));
        }
        return ROOT;
    }
}
