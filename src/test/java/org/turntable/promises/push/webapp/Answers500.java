package org.turntable.promises.push.webapp;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;

/** In a WAR that starts, passes its own rehearsal, and then answers every player 500. */
public final class Answers500 implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain) {
        ((HttpServletResponse) response).setStatus(500);
    }
}
