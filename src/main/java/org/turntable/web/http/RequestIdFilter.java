package org.turntable.web.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.slf4j.MDC;
import org.turntable.web.request.LoggedPath;

/**
 * Gives every request an id (the edge's if it sent a valid one), and adds it to each log line and to the response. Also
 * tells Tomcat's access log the path that it may write.
 */
public final class RequestIdFilter implements Filter {
    static final String HEADER = "X-Request-Id";
    private static final String ATTRIBUTE = RequestIdFilter.class.getName();
    private static final Pattern SOUND = Pattern.compile("[A-Za-z0-9-]{8,64}");

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        request.setAttribute(LoggedPath.ATTRIBUTE, LoggedPath.of((HttpServletRequest) request));
        // A dispatch of an asynchronous request is the same request.
        String given = request.getAttribute(ATTRIBUTE) instanceof String known
                ? known
                : ((HttpServletRequest) request).getHeader(HEADER);
        String id = given != null && SOUND.matcher(given).matches()
                ? given
                : HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        request.setAttribute(ATTRIBUTE, id);
        ((HttpServletResponse) response).setHeader(HEADER, id);
        MDC.put("requestId", id);
        try {
            chain.doFilter(request, response);
        } finally {
            MDC.remove("requestId");
        }
    }

    /** The id of a request. */
    public static String idOf(ServletRequest request) {
        Object id = request.getAttribute(ATTRIBUTE);
        return id == null ? "" : id.toString();
    }
}
