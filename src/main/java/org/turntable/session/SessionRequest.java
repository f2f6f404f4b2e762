package org.turntable.session;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;

/** A request whose session is the shared one. */
final class SessionRequest extends HttpServletRequestWrapper {
    private final RequestSession own;
    private final ServletResponse response;

    /** @param response the wrapped one, which an asynchronous request uses */
    SessionRequest(HttpServletRequest request, ServletResponse response, RequestSession own) {
        super(request);
        this.response = response;
        this.own = own;
    }

    @Override
    public HttpSession getSession() {
        return own.session(true);
    }

    @Override
    public HttpSession getSession(boolean create) {
        return own.session(create);
    }

    @Override
    public String changeSessionId() {
        return own.changeId();
    }

    @Override
    public String getRequestedSessionId() {
        return own.requestedId();
    }

    @Override
    public boolean isRequestedSessionIdValid() {
        return own.isRequestedIdValid();
    }

    @Override
    public boolean isRequestedSessionIdFromCookie() {
        return own.requestedId() != null;
    }

    /** Never: an id in an address would appear in logs and in shared links. */
    @Override
    public boolean isRequestedSessionIdFromURL() {
        return false;
    }

    /** With the wrapped request and response: the container's own have no access to this session. */
    @Override
    public AsyncContext startAsync() {
        return startAsync(this, response);
    }

    @Override
    public AsyncContext startAsync(ServletRequest request, ServletResponse answer) {
        AsyncContext context = super.startAsync(request, answer);
        context.addListener(new SaveAtTheEnd());
        return context;
    }

    /** Saves changes that were made after or without a response. */
    private final class SaveAtTheEnd implements AsyncListener {
        @Override
        public void onComplete(AsyncEvent event) {
            own.saveLate();
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            // It is completed after this.
        }

        @Override
        public void onError(AsyncEvent event) {
            // It is completed after this.
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }
}
