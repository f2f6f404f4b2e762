package org.turntable.session;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;

/**
 * A response that saves the session before it is committed: before it is flushed, closed, redirected, ended with an
 * error, or reaches the size of its buffer or its content length.
 */
final class SessionResponse extends HttpServletResponseWrapper {
    private final RequestSession own;
    private long announced = Long.MAX_VALUE;
    private long written;
    private ServletOutputStream stream;
    private PrintWriter writer;

    SessionResponse(HttpServletResponse response, RequestSession own) {
        super(response);
        this.own = own;
    }

    /** At most this many bytes are about to be written. */
    void beforeWriting(long bytes) {
        written += bytes;
        if (written >= Math.min(announced, getBufferSize())) {
            own.save();
        }
    }

    void beforeLeaving() {
        own.save();
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        if (stream == null) {
            stream = new SessionOutputStream(super.getOutputStream(), this);
        }
        return stream;
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        if (writer == null) {
            writer = new PrintWriter(new SessionWriter(super.getWriter(), this));
        }
        return writer;
    }

    @Override
    public void setContentLength(int length) {
        announced = length;
        super.setContentLength(length);
    }

    @Override
    public void setContentLengthLong(long length) {
        announced = length;
        super.setContentLengthLong(length);
    }

    @Override
    public void resetBuffer() {
        super.resetBuffer();
        written = 0;
    }

    @Override
    public void reset() {
        super.reset();
        written = 0;
        announced = Long.MAX_VALUE;
        stream = null;
        writer = null;
    }

    @Override
    public void flushBuffer() throws IOException {
        beforeLeaving();
        super.flushBuffer();
    }

    @Override
    public void sendError(int status) throws IOException {
        beforeLeaving();
        super.sendError(status);
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        beforeLeaving();
        super.sendError(status, message);
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        beforeLeaving();
        super.sendRedirect(location);
    }

    /** Sessions use the cookie only. */
    @Override
    public String encodeURL(String url) {
        return url;
    }

    /** Sessions use the cookie only. */
    @Override
    public String encodeRedirectURL(String url) {
        return url;
    }
}
