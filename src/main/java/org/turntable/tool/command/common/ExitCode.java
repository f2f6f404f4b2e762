package org.turntable.tool.command.common;

/** Exit codes of the tool. */
public final class ExitCode {
    /** Done, or nothing was left to do. */
    public static final int OK = 0;
    /** The command failed; a message on stderr has the reason. */
    public static final int FAILED = 1;
    /** The command line is invalid. */
    public static final int USAGE = 2;

    private ExitCode() {}
}
