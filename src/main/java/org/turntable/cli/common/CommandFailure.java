package org.turntable.cli.common;

/** A command could not do its work; the message is the one sentence that its user reads. */
public final class CommandFailure extends RuntimeException {
    /** @param sentence what stood in the way and, where there is one, the mend */
    public CommandFailure(String sentence) {
        super(sentence);
    }

    /** @param sentence what stood in the way and, where there is one, the mend */
    public CommandFailure(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
