package org.turntable.promises.edge;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * An answer as it came.
 *
 * @param status of HTTP; 0 where there was no answer
 * @param headers by their names in small letters
 * @param body as UTF-8, chunks with their lengths
 */
public record RawAnswer(int status, Map<String, List<String>> headers, String body) {
    /** Reads an answer as {@link RawRequest} returns it. */
    public static RawAnswer of(String text) {
        int end = text.indexOf("\r\n\r\n");
        Map<String, List<String>> headers = new TreeMap<>();
        String head = end < 0 ? "" : text.substring(0, end);
        head.lines().skip(1).forEach(line -> {
            int colon = line.indexOf(':');
            String name = colon < 0 ? line : line.substring(0, colon).toLowerCase(Locale.ROOT);
            headers.computeIfAbsent(name, key -> new ArrayList<>())
                    .add(colon < 0 ? "" : line.substring(colon + 1).strip());
        });
        return new RawAnswer(end < 0 ? 0 : RawRequest.status(text), headers, end < 0 ? text : text.substring(end + 4));
    }

    /** The only value of a header; "" without one, all of them joined where there are several. */
    public String header(String name) {
        return String.join(" AND ", headers.getOrDefault(name, List.of()));
    }

    /** Whether the application sent it, and not the edge or the container before it. */
    public boolean isOfTheApplication() {
        return headers.containsKey("x-request-id");
    }
}
