package org.turntable.web;

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

/** The one place that answers what went wrong: a refusal with its reason, anything else with 500 and no detail. */
public final class ErrorFilter implements Filter {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorFilter.class);

    private final Answers answers;

    public ErrorFilter(Answers answers) {
        this.answers = answers;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain) throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        HttpServletResponse answer = (HttpServletResponse) response;
        try {
            chain.doFilter(request, response);
        } catch (RequestRefused refused) {
            LOG.info("refused {} {}: {} ({})", http.getMethod(), http.getRequestURI(), refused.notice().code(), refused.getMessage());
            if (!answer.isCommitted()) {
                answer.resetBuffer();
                answers.refusal(http, answer, refused.notice());
            }
        } catch (IOException | ServletException | RuntimeException failure) {
            if (answer.isCommitted()) {
                throw failure;
            }
            LOG.error("{} {} failed", http.getMethod(), http.getRequestURI(), failure);
            answer.resetBuffer();
            answers.error(http, answer, HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
        }
    }
}
