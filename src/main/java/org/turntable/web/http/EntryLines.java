package org.turntable.web.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The public origins of this site. Every absolute address in a response begins with one of them. The Host header is
 * only compared with this list: it selects an entry line (a player on the second line stays on it), and any other value
 * counts as the first.
 */
public final class EntryLines {
    private final List<String> origins;

    /** @param origins as browsers send them, one or more; the first is the default */
    public EntryLines(List<String> origins) {
        this.origins = List.copyOf(origins);
    }

    /** All of them, the default first. */
    public List<String> all() {
        return origins;
    }

    /** The origin at that place, or the first where there is none. */
    public String at(int index) {
        return origins.get(index >= 0 && index < origins.size() ? index : 0);
    }

    /** The place of the origin that a request was sent to; 0 where it is not in the list. */
    public int indexOf(HttpServletRequest request) {
        return named(request).map(origins::indexOf).orElse(0);
    }

    /** The origin that a request was sent to; empty where it is not in the list. */
    public Optional<String> named(HttpServletRequest request) {
        String host = request.getHeader("Host");
        if (host == null) {
            return Optional.empty();
        }
        String asked = host.toLowerCase(Locale.ROOT);
        String scheme = request.isSecure() ? "https://" : "http://";
        return origins.stream().filter(origin -> origin.equals(scheme + asked)).findFirst();
    }

    /** The origin to name in addresses for this request. */
    public String of(HttpServletRequest request) {
        return at(indexOf(request));
    }

    /** Whether an address, as a browser shows it, is on one of these origins. */
    public boolean isOurs(String address) {
        return origins.stream()
                .anyMatch(origin ->
                        address.equals(origin) || address.startsWith(origin + "/") || address.startsWith(origin + "?"));
    }
}
