package org.turntable.session;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.outage.RedisUnavailableException;

/**
 * The session of one request, through all its dispatches: loaded on first use, saved before the response is committed.
 */
final class RequestSession {
    private static final Logger LOG = LoggerFactory.getLogger(RequestSession.class);
    /** Each is a call of Redis. An id of another application seldom has the form of ours. */
    private static final int MOST_LOOK_UPS = 3;

    private final Sessions sessions;
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private List<String> requestedIds;
    private String requestedId;
    private boolean loaded;
    private boolean requestedIdValid;
    private SharedSession session;
    /** After a failure of the store, this request does not wait for it again. */
    private RedisUnavailableException unavailable;

    /** @param response the container's own, so that a cookie reaches it from any dispatch */
    RequestSession(Sessions sessions, HttpServletRequest request, HttpServletResponse response) {
        this.sessions = sessions;
        this.request = request;
        this.response = response;
    }

    /**
     * The session.
     *
     * @param create whether to create one where there is none
     * @throws IllegalStateException when one must be created and the response is committed without its cookie
     * @throws RedisUnavailableException when the store is unavailable
     */
    synchronized SharedSession session(boolean create) {
        load();
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

    private void load() {
        if (unavailable != null) {
            throw unavailable;
        }
        if (loaded) {
            return;
        }
        Optional<SharedSession> found = Optional.empty();
        List<String> candidates = requestedIds().stream()
                .filter(SessionIds::isWellFormed)
                .limit(MOST_LOOK_UPS)
                .toList();
        for (int i = 0; i < candidates.size() && found.isEmpty(); i++) {
            String id = candidates.get(i);
            found = call(() -> sessions.load(id));
            if (found.isPresent()) {
                requestedId = id;
            }
        }
        loaded = true;
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

    private <T> T call(Supplier<T> question) {
        try {
            return question.get();
        } catch (RedisUnavailableException failure) {
            unavailable = failure;
            throw failure;
        }
    }

    private void requireUncommitted() {
        if (response.isCommitted()) {
            throw new IllegalStateException(
                    "the response is committed, and the cookie of a session cannot be sent any more");
        }
    }

    /**
     * The id that the browser sent; null where it sent none. Where it sent more than one, the first, until one of them
     * is found to be that of a session.
     */
    synchronized String requestedId() {
        requestedIds();
        return requestedId;
    }

    private List<String> requestedIds() {
        if (requestedIds == null) {
            requestedIds = sessions.cookie().requestedIds(request);
            requestedId = requestedIds.isEmpty() ? null : requestedIds.get(0);
        }
        return requestedIds;
    }

    /** Whether the browser's id is that of an existing session. */
    synchronized boolean isRequestedIdValid() {
        load();
        return requestedIdValid
                && session != null
                && session.isValid()
                && session.getId().equals(requestedId);
    }

    /**
     * Writes what was changed after the response of an asynchronous request was committed. A failure can only be
     * logged.
     */
    void saveLate() {
        try {
            save();
        } catch (RedisUnavailableException failure) {
            LOG.warn(
                    "a change that an asynchronous request made to its session after its response is lost: {}",
                    failure.getMessage());
        }
    }

    /**
     * Writes what has changed. To be called before the response is committed, and again at the end of the request for
     * later changes.
     *
     * @throws RedisUnavailableException when the store is unavailable
     */
    synchronized void save() {
        if (session == null || unavailable != null) {
            return;
        }
        SessionStore.Change change = session.change();
        if (change == null) {
            return;
        }
        boolean needsCookie = session.needsCookie();
        if (needsCookie && response.isCommitted()) {
            LOG.warn(
                    "a session was created or renamed, but the response was committed outside the filter; it is dropped");
            session.markInvalid();
            return;
        }
        if (!call(() -> sessions.save(change))) {
            session.markInvalid();
            return;
        }
        session.saved();
        if (needsCookie) {
            sessions.cookie().send(request, response, session.getId());
        }
    }
}
