package org.turntable.web.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;

/**
 * Reads the whole body before anything else sees the request, so that no thread waits for a slow sender. A body that
 * came with its head, as the edge sends it, is read at once. For any other the thread is given back, and a total
 * deadline begins: the limits of the container and of the edge are only between two reads. Bodies of this application
 * are small forms.
 *
 * <p>To be registered for REQUEST and ASYNC, as the filters after it: the request is dispatched again when its body is
 * there.
 */
public final class BodyFilter implements Filter {
    /** As in tomcat-conf/server.xml and nginx/parts/clients.conf. */
    static final int MAX_BYTES = 64 * 1024;

    private static final String ATTRIBUTE = BodyFilter.class.getName();
    private static final int CHUNK = 4 * 1024;
    private final Duration within;
    private final Responses responses;

    /** @param within how long a sender has for a body; the container looks once a second */
    public BodyFilter(Duration within, Responses responses) {
        this.within = within;
        this.responses = responses;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        Object read = request.getAttribute(ATTRIBUTE);
        if (read instanceof byte[] body) {
            chain.doFilter(new BodyRequest(http, body), response);
        } else if (read instanceof Integer refused) {
            refuse(http, response, refused);
        } else if (!hasBody(http)) {
            chain.doFilter(request, response);
        } else if (request.getContentLengthLong() > MAX_BYTES) {
            refuse(http, response, HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
        } else {
            ByteArrayOutputStream body = new ByteArrayOutputStream(CHUNK);
            if (hasCome(request, body)) {
                request.setAttribute(ATTRIBUTE, body.toByteArray());
                chain.doFilter(new BodyRequest(http, body.toByteArray()), response);
            } else {
                readLater(request, body);
            }
        }
    }

    private static boolean hasBody(HttpServletRequest request) {
        return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    }

    /** Takes what is here already; true when that is all. Never waits for the sender. */
    private static boolean hasCome(ServletRequest request, ByteArrayOutputStream body) throws IOException {
        ServletInputStream in = request.getInputStream();
        long length = request.getContentLengthLong();
        byte[] chunk = new byte[CHUNK];
        // Only with a length: whether a chunked body has ended can only be known by waiting for its end.
        while (length >= 0 && body.size() < length && in.available() > 0) {
            int count = in.read(chunk, 0, (int) Math.min(CHUNK, length - body.size()));
            if (count < 0) {
                return false;
            }
            body.write(chunk, 0, count);
        }
        return body.size() == length;
    }

    private void readLater(ServletRequest request, ByteArrayOutputStream body) throws IOException {
        AsyncContext async = request.startAsync();
        async.setTimeout(within.toMillis());
        BodyListener listener = new BodyListener(request.getInputStream(), body, result -> {
            request.setAttribute(ATTRIBUTE, result);
            async.dispatch();
        });
        async.addListener(listener);
        request.getInputStream().setReadListener(listener);
    }

    private void refuse(HttpServletRequest request, ServletResponse response, int status) throws IOException {
        // Without this the container would read the rest, and wait for it.
        ((HttpServletResponse) response).setHeader("Connection", "close");
        responses.error(request, (HttpServletResponse) response, status);
    }
}
