package org.turntable.session;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sessions of one web application. */
final class Sessions {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
    private static final long LOG_PAUSE_MS = TimeUnit.MINUTES.toMillis(1);

    private final ServletContext context;
    private final SessionStore store;
    private final SessionCodec codec;
    private final SessionIds ids;
    private final SessionCookie cookie;
    private final SessionListeners listeners;
    private final BiConsumer<HttpServletRequest, HttpSession> seed;
    private final SessionEvents events;
    private final LongSupplier millis;
    private final AtomicLong unreadableLoggedAt = new AtomicLong(Long.MIN_VALUE / 2);

    Sessions(
            ServletContext context,
            SessionStore store,
            SessionCodec codec,
            SessionIds ids,
            SessionListeners listeners,
            BiConsumer<HttpServletRequest, HttpSession> seed,
            SessionEvents events,
            LongSupplier millis) {
        this.context = context;
        this.store = store;
        this.codec = codec;
        this.ids = ids;
        this.cookie = new SessionCookie(context);
        this.listeners = listeners;
        this.seed = seed;
        this.events = events;
        this.millis = millis;
    }

    /** A stored session; empty where there is none, or none that can be read. */
    Optional<SharedSession> load(String id) {
        Optional<Map<String, byte[]>> fields = store.load(id);
        if (fields.isEmpty()) {
            return Optional.empty();
        }
        try {
            SharedSession session = session(id, SessionFields.read(fields.get(), codec), false);
            events.loaded();
            return Optional.of(session);
        } catch (UnreadableSessionException unreadable) {
            events.unreadable();
            long now = millis.getAsLong();
            long last = unreadableLoggedAt.get();
            if (now - last >= LOG_PAUSE_MS && unreadableLoggedAt.compareAndSet(last, now)) {
                LOG.warn(
                        "a stored session cannot be read ({}) and counts as none; further ones are counted, and "
                                + "logged once a minute",
                        unreadable.getMessage());
            }
            return Optional.empty();
        }
    }

    /** A session that is stored with its first save. */
    SharedSession create() {
        long now = millis.getAsLong();
        return session(
                ids.next(),
                new SessionFields(now, now, (int) TimeUnit.MINUTES.toSeconds(context.getSessionTimeout()), Map.of()),
                true);
    }

    private SharedSession session(String id, SessionFields fields, boolean created) {
        return new SharedSession(id, fields, created, millis.getAsLong(), context, codec, listeners, store);
    }

    /** Fills a new session from its request. */
    void seed(HttpServletRequest request, SharedSession session) {
        seed.accept(request, session);
    }

    String newId() {
        return ids.next();
    }

    /** Whether the change was written; false when the session does not exist any more. */
    boolean save(SessionStore.Change change) {
        boolean there = store.save(change);
        if (there) {
            events.saved();
        } else {
            events.gone();
        }
        return there;
    }

    SessionCookie cookie() {
        return cookie;
    }

    SessionListeners listeners() {
        return listeners;
    }
}
