package org.turntable.session;

import java.io.IOException;
import java.io.Writer;

/** Delegates every call, and notifies the response before each write. */
final class SessionWriter extends Writer {
    /** Most bytes of one UTF-16 unit, in any encoding of a page. */
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
