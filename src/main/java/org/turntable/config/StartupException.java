package org.turntable.config;

import java.util.List;

/** The node cannot start; the message has the problems and their remedies. */
public final class StartupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param problems one sentence each, with its remedy */
    public StartupException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems), null, false, false);
    }
}
