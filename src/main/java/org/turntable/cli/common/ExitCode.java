package org.turntable.cli.common;

/** What the tool's process ends with, for scripts. */
public final class ExitCode {
    /** Done, or nothing was left to do. */
    public static final int OK = 0;
    /** It could not be done; one sentence on stderr says why. */
    public static final int FAILED = 1;
    /** The command line does not fit. */
    public static final int USAGE = 2;

    private ExitCode() {
    }
}
