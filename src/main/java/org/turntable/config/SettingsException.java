package org.turntable.config;

import java.util.List;

/** The settings are invalid: all problems at once, one line each, with its remedy and without secrets. */
public final class SettingsException extends RuntimeException {
    private final transient List<String> problems;

    /**
     * @param source source of the settings, for the heading
     * @param problems one sentence each, one or more
     */
    public SettingsException(String source, List<String> problems) {
        super(source
                + (problems.size() == 1 ? ": one setting is invalid" : ": " + problems.size() + " settings are invalid")
                + "\n  " + String.join("\n  ", problems));
        this.problems = List.copyOf(problems);
    }

    /** One sentence a problem: key, value, problem and remedy. */
    public List<String> problems() {
        return problems;
    }
}
