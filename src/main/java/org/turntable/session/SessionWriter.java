package org.turntable.session;

import java.io.IOException;
import java.io.Writer;

/** Passes everything on, and tells the response beforehand. */
final class SessionWriter extends Writer {
    /** Of one UTF-16 unit, in any encoding that a page is written in. */
    private static final int MOST_BYTES = 4;

    private final Writer out;
    private final SessionResponse response;

    SessionWriter(Writer out, SessionResponse response) {
        this.out = out;
        this.response = response;
    }

    @Override
    public void write(char[] text, int offset, int length) throws IOException {
        response.beforeWriting((long) length * MOST_BYTES);
        out.write(text, offset, length);
    }

    @Override
    public void write(String text, int offset, int length) throws IOException {
        response.beforeWriting((long) length * MOST_BYTES);
        out.write(text, offset, length);
    }

    @Override
    public void flush() throws IOException {
        response.beforeLeaving();
        out.flush();
    }

    @Override
    public void close() throws IOException {
        response.beforeLeaving();
        out.close();
    }
}
