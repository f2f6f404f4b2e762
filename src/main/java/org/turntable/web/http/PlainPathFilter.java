package org.turntable.web.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.turntable.web.request.PlainPath;

/**
 * Refuses with 400 every path that is not a {@link PlainPath}, before anything looks at it. The edge refuses the same
 * paths; this holds also where a request comes past it. Nothing of such a request stands in the answer.
 */
public final class PlainPathFilter implements Filter {
    private final Responses responses;

    public PlainPathFilter(Responses responses) {
        this.responses = responses;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        if (PlainPath.is(http.getRequestURI())) {
            chain.doFilter(request, response);
        } else {
            responses.error(http, (HttpServletResponse) response, HttpServletResponse.SC_BAD_REQUEST);
        }
    }
}
