package org.turntable.session;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The session of one request, through all its dispatches: looked up when it is first asked for, saved before the answer leaves. */
final class RequestSession {
    private static final Logger LOG = LoggerFactory.getLogger(RequestSession.class);

    private final Sessions sessions;
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private String requestedId;
    private boolean requestedIdRead;
    private boolean lookedUp;
    private boolean requestedIdValid;
    private SharedSession session;
    /** Once the store has not answered, this request does not wait for it again. */
    private SessionsUnavailable away;

    /** @param response the container's own, so that a cookie reaches it from any dispatch */
    RequestSession(Sessions sessions, HttpServletRequest request, HttpServletResponse response) {
        this.sessions = sessions;
        this.request = request;
        this.response = response;
    }

    /**
     * The session.
     *
     * @param create whether to make one where there is none
     * @throws IllegalStateException when one would have to be made and the answer has left without its cookie
     * @throws SessionsUnavailable   when the store does not answer
     */
    synchronized SharedSession session(boolean create) {
        lookUp();
        if (session != null && session.isValid()) {
            return session;
        }
        if (!create) {
            return null;
        }
        requireUncommitted();
        session = sessions.create();
        sessions.listeners().created(session);
        sessions.seed(request, session);
        return session;
    }

    private void lookUp() {
        if (away != null) {
            throw away;
        }
        if (lookedUp) {
            return;
        }
        String id = requestedId();
        Optional<SharedSession> found = id == null || !SessionIds.isWellFormed(id) ? Optional.empty() : asked(() -> sessions.load(id));
        lookedUp = true;
        session = found.orElse(null);
        requestedIdValid = found.isPresent();
    }

    synchronized String changeId() {
        SharedSession there = session(false);
        if (there == null) {
            throw new IllegalStateException("there is no session whose id could change");
        }
        requireUncommitted();
        there.changeId(sessions.newId());
        return there.getId();
    }

    private <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (SessionsUnavailable noAnswer) {
            away = noAnswer;
            throw noAnswer;
        }
    }

    private void requireUncommitted() {
        if (response.isCommitted()) {
            throw new IllegalStateException("the answer has left, and the browser cannot be told a session's id any more");
        }
    }

    /** The id that the browser brought; null where it brought none. */
    synchronized String requestedId() {
        if (!requestedIdRead) {
            requestedId = sessions.cookie().requestedId(request);
            requestedIdRead = true;
        }
        return requestedId;
    }

    /** Whether the browser's id is that of a session that is still there. */
    synchronized boolean isRequestedIdValid() {
        lookUp();
        return requestedIdValid && session != null && session.isValid() && session.getId().equals(requestedId);
    }

    /** Writes what was changed after the answer of an asynchronous request had left; nobody is there any more to be told of a failure. */
    void saveLate() {
        try {
            save();
        } catch (SessionsUnavailable noAnswer) {
            LOG.warn("what an asynchronous request changed in its session after its answer is lost: {}", noAnswer.getMessage());
        }
    }

    /**
     * Writes what has changed; to be called before the answer leaves, and once more at the request's end for what was changed after.
     *
     * @throws SessionsUnavailable when the store does not answer
     */
    synchronized void save() {
        if (session == null || away != null) {
            return;
        }
        SessionStore.Change change = session.change();
        if (change == null) {
            return;
        }
        boolean needsCookie = session.needsCookie();
        if (needsCookie && response.isCommitted()) {
            LOG.warn("a session was made or renamed, but the answer had left without passing the filter; it is dropped");
            session.markInvalid();
            return;
        }
        if (!asked(() -> sessions.save(change))) {
            session.markInvalid();
            return;
        }
        session.saved();
        if (needsCookie) {
            sessions.cookie().send(request, response, session.getId());
        }
    }
}
