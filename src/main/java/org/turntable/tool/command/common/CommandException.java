package org.turntable.tool.command.common;

/** A command failed; the message is shown to the user in one sentence. */
public final class CommandException extends RuntimeException {
    /** @param sentence the cause and, if there is one, the remedy */
    public CommandException(String sentence) {
        super(sentence);
    }

    /** @param sentence the cause and, if there is one, the remedy */
    public CommandException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
