package org.turntable.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The public origins from which players come. Every absolute address of ours begins with one of them. The Host header is only
 * compared with this list: it may choose among ours (a player on the second line stays on it), and whatever else it holds counts as
 * the first.
 */
public final class EntryLines {
    private final List<String> origins;

    /** @param origins as browsers send them, one or more; the first is the usual one */
    public EntryLines(List<String> origins) {
        this.origins = List.copyOf(origins);
    }

    /** All of them, the usual one first. */
    public List<String> all() {
        return origins;
    }

    /** The origin at that place, or the first where there is none. */
    String at(int index) {
        return origins.get(index >= 0 && index < origins.size() ? index : 0);
    }

    /** The place of the origin that a request was sent to; 0 where it is none of ours. */
    int indexOf(HttpServletRequest request) {
        return named(request).map(origins::indexOf).orElse(0);
    }

    /** The origin that a request was sent to, where it is one of ours. */
    Optional<String> named(HttpServletRequest request) {
        String host = request.getHeader("Host");
        if (host == null) {
            return Optional.empty();
        }
        String asked = host.toLowerCase(Locale.ROOT);
        String scheme = request.isSecure() ? "https://" : "http://";
        return origins.stream().filter(origin -> origin.equals(scheme + asked)).findFirst();
    }

    /** The origin to name in addresses for this request. */
    String of(HttpServletRequest request) {
        return at(indexOf(request));
    }

    /** Whether an address, as a browser shows it, lies on one of our origins. */
    boolean isOurs(String address) {
        return origins.stream().anyMatch(origin -> address.equals(origin) || address.startsWith(origin + "/") || address.startsWith(origin + "?"));
    }
}
