package org.turntable.web.line;

import java.util.List;

/**
 * The other entry lines.
 *
 * @param origins such as https://lottery2.example.com
 * @param pass identifies the player there
 */
public record LinePass(List<String> origins, String pass) {
    /** Copies the list. */
    public LinePass {
        origins = List.copyOf(origins);
    }
}
