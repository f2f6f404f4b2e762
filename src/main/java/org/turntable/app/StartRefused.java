package org.turntable.app;

import java.util.List;

/** The node does not start; the message says in plain sentences what is wrong and what mends it. */
public final class StartRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param problems one sentence each, with its mend */
    public StartRefused(List<String> problems) {
        super(String.join(System.lineSeparator(), problems), null, false, false);
    }
}
