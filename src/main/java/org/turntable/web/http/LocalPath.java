package org.turntable.web.http;

import java.util.regex.Pattern;

/**
 * A path on this site to which a player may be redirected. Other values are refused, so that no parameter redirects to
 * another host.
 */
public final class LocalPath {
    private static final Pattern SAFE = Pattern.compile("/([A-Za-z0-9_-][A-Za-z0-9._/?=&%-]{0,198})?");

    private LocalPath() {}

    /** The path where it is a local one, else the root. */
    public static String of(String text) {
        return text != null && SAFE.matcher(text).matches() && !text.contains("//") ? text : "/";
    }
}
