package org.turntable.web;

import java.util.regex.Pattern;

/** A path on this site to which a player may be sent: whatever else a parameter holds, nobody is led to another host. */
final class LocalPath {
    private static final Pattern SAFE = Pattern.compile("/([A-Za-z0-9_-][A-Za-z0-9._/?=&%-]{0,198})?");

    private LocalPath() {
    }

    /** The path where it is one of ours, else the root. */
    static String of(String text) {
        return text != null && SAFE.matcher(text).matches() && !text.contains("//") ? text : "/";
    }
}
