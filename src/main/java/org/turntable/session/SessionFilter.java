package org.turntable.session;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.EventListener;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.outage.RedisUnavailableException;

/**
 * Makes {@code request.getSession()} the shared session. To be registered, with asynchronous support, for the
 * dispatcher types REQUEST, ASYNC and ERROR; forwards and includes pass the wrapped request on by themselves. Cookie
 * and timeout are those of web.xml.
 */
public final class SessionFilter implements Filter {
    private static final String ATTRIBUTE = RequestSession.class.getName();

    /** Sends the response to a request whose session cannot be read because the store is unavailable. */
    @FunctionalInterface
    public interface DatabaseUnavailableException {
        /** Sends 503; the response is not committed yet. */
        void respond(HttpServletRequest request, HttpServletResponse response, RedisUnavailableException reason)
                throws IOException;
    }

    private final SessionStore store;
    private final SessionCodec codec;
    private final SessionListeners listeners;
    private final BiConsumer<HttpServletRequest, HttpSession> seed;
    private final DatabaseUnavailableException unavailable;
    private final SessionEvents events;
    private final SecureRandom random;
    private final LongSupplier millis;
    private Sessions sessions;

    /**
     * @param codec the types that a session may hold
     * @param listeners of sessions, their attributes and ids
     * @param seed fills a new session from its request, so that players stay signed in when the store has lost its data
     * @param unavailable sends the response while the store is unavailable
     * @param millis the wall clock
     */
    public SessionFilter(
            SessionStore store,
            SessionCodec codec,
            List<? extends EventListener> listeners,
            BiConsumer<HttpServletRequest, HttpSession> seed,
            DatabaseUnavailableException unavailable,
            SessionEvents events,
            SecureRandom random,
            LongSupplier millis) {
        this.store = store;
        this.codec = codec;
        this.listeners = new SessionListeners(listeners);
        this.seed = seed;
        this.unavailable = unavailable;
        this.events = events;
        this.random = random;
        this.millis = millis;
    }

    @Override
    public void init(FilterConfig config) {
        sessions = new Sessions(
                config.getServletContext(), store, codec, new SessionIds(random), listeners, seed, events, millis);
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(request instanceof HttpServletRequest http) || isWrapped(request)) {
            chain.doFilter(request, response);
            return;
        }
        HttpServletResponse httpResponse = (HttpServletResponse) response;
        // A dispatch after an error, or of an asynchronous request, uses the session that the request has already.
        RequestSession own = request.getAttribute(ATTRIBUTE) instanceof RequestSession known
                ? known
                : new RequestSession(sessions, http, httpResponse);
        request.setAttribute(ATTRIBUTE, own);
        SessionResponse wrapped = new SessionResponse(httpResponse, own);
        try {
            try {
                chain.doFilter(new SessionRequest(http, wrapped, own), wrapped);
            } finally {
                if (!request.isAsyncStarted()) {
                    own.save();
                }
            }
        } catch (RedisUnavailableException failure) {
            events.unavailable();
            if (httpResponse.isCommitted()) {
                throw failure;
            }
            httpResponse.reset();
            unavailable.respond(http, httpResponse, failure);
        }
    }

    private static boolean isWrapped(ServletRequest request) {
        return request instanceof SessionRequest
                || request instanceof ServletRequestWrapper wrapper && wrapper.isWrapperFor(SessionRequest.class);
    }
}
