package org.turntable.cli;

/** A command could not do its work; the message is the one sentence that its user reads. */
final class CommandFailure extends RuntimeException {
    CommandFailure(String sentence) {
        super(sentence);
    }

    CommandFailure(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
