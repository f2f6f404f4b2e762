package org.turntable.app;

import java.util.List;

/** The settings do not fit: all that is wrong with them at once, one line a problem, each with its mend and no secret shown. */
public final class SettingsException extends RuntimeException {
    private final transient List<String> problems;

    /**
     * @param source   where the settings came from, for the heading
     * @param problems one sentence each, one or more
     */
    public SettingsException(String source, List<String> problems) {
        super(source + (problems.size() == 1 ? ": one setting does not fit" : ": " + problems.size() + " settings do not fit")
                + "\n  " + String.join("\n  ", problems));
        this.problems = List.copyOf(problems);
    }

    /** One sentence a problem: key, value, what is wrong, the mend. */
    public List<String> problems() {
        return problems;
    }
}
