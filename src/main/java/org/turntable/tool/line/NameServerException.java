package org.turntable.tool.line;

/** A name server could not be queried or changed; the message gives the cause and the remedy. */
public final class NameServerException extends Exception {
    private final boolean unknown;

    NameServerException(String sentence) {
        this(sentence, false, null);
    }

    NameServerException(String sentence, boolean unknown, Throwable cause) {
        super(sentence, cause);
        this.unknown = unknown;
    }

    /** Whether the change may have been made, because only the answer is missing. */
    public boolean outcomeIsUnknown() {
        return unknown;
    }
}
