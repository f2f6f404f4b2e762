package org.turntable.web.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.web.request.LoggedPath;

/** Sends the response for every exception: a refusal with its reason, anything else as 500 without details. */
public final class ErrorFilter implements Filter {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorFilter.class);

    private final Responses responses;

    public ErrorFilter(Responses responses) {
        this.responses = responses;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        HttpServletResponse httpResponse = (HttpServletResponse) response;
        try {
            chain.doFilter(request, response);
        } catch (RequestRejectedException refused) {
            LOG.info(
                    "refused {} {}: {} ({})",
                    http.getMethod(),
                    LoggedPath.of(http),
                    refused.notice().code(),
                    refused.getMessage());
            if (!httpResponse.isCommitted()) {
                httpResponse.resetBuffer();
                responses.refusal(http, httpResponse, refused.notice());
            }
        } catch (IOException | ServletException | RuntimeException failure) {
            if (httpResponse.isCommitted()) {
                throw failure;
            }
            LOG.error("{} {} failed", http.getMethod(), LoggedPath.of(http), failure);
            httpResponse.resetBuffer();
            responses.error(http, httpResponse, HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
        }
    }
}
