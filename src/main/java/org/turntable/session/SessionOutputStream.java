package org.turntable.session;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;

/** Delegates every call, and notifies the response before each write. */
final class SessionOutputStream extends ServletOutputStream {
    private final ServletOutputStream out;
    private final SessionResponse response;

    SessionOutputStream(ServletOutputStream out, SessionResponse response) {
        this.out = out;
        this.response = response;
    }

    @Override
    public void write(int b) throws IOException {
        response.beforeWriting(1);
        out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        response.beforeWriting(length);
        out.write(bytes, offset, length);
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

    @Override
    public boolean isReady() {
        return out.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
        out.setWriteListener(listener);
    }
}
