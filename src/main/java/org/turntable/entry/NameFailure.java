package org.turntable.entry;

/** A name server did not do what was asked; the message says why in words for ops, with the mend. */
public final class NameFailure extends Exception {
    private final boolean unknown;

    NameFailure(String sentence) {
        this(sentence, false, null);
    }

    NameFailure(String sentence, boolean unknown, Throwable cause) {
        super(sentence, cause);
        this.unknown = unknown;
    }

    /** Whether a change may have been made all the same, because only its answer is missing. */
    public boolean outcomeIsUnknown() {
        return unknown;
    }
}
