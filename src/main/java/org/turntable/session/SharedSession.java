package org.turntable.session;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One request's view of a session: the values stored at the request's first use, and the request's changes since.
 *
 * <p>Conforms to the Servlet specification, with these limits of a cluster: concurrent requests do not see each other's
 * changes; {@link #getLastAccessedTime} may lag by a tenth of the interval, one minute at most, since an access alone
 * is not written more often; and a session that never times out is kept for thirty days after its last access.
 */
final class SharedSession implements HttpSession {
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final Duration LONGEST_LAG = Duration.ofMinutes(1);

    private final ServletContext context;
    private final SessionCodec codec;
    private final SessionListeners listeners;
    private final SessionStore store;
    private final boolean created;
    private final SessionFields stored;
    private final Map<String, Object> attributes;
    private final Set<String> changed = new HashSet<>();
    private final long now;
    private String id;
    /** The id in the store; null while it is not stored. */
    private String keptAs;

    private int maxInactiveSeconds;
    private boolean intervalChanged;
    private boolean accessWritten;
    private boolean invalid;

    /**
     * @param created whether this request created it
     * @param now of this request, in milliseconds since 1970
     */
    SharedSession(
            String id,
            SessionFields stored,
            boolean created,
            long now,
            ServletContext context,
            SessionCodec codec,
            SessionListeners listeners,
            SessionStore store) {
        this.id = id;
        this.keptAs = created ? null : id;
        this.stored = stored;
        this.attributes = new HashMap<>(stored.attributes());
        this.maxInactiveSeconds = stored.maxInactiveSeconds();
        this.created = created;
        this.now = now;
        this.context = context;
        this.codec = codec;
        this.listeners = listeners;
        this.store = store;
    }

    @Override
    public synchronized String getId() {
        return id;
    }

    @Override
    public synchronized long getCreationTime() {
        requireValid();
        return stored.createdAt();
    }

    @Override
    public synchronized long getLastAccessedTime() {
        requireValid();
        return stored.accessedAt();
    }

    @Override
    public ServletContext getServletContext() {
        return context;
    }

    @Override
    public synchronized void setMaxInactiveInterval(int seconds) {
        intervalChanged |= seconds != maxInactiveSeconds;
        maxInactiveSeconds = seconds;
    }

    @Override
    public synchronized int getMaxInactiveInterval() {
        return maxInactiveSeconds;
    }

    @Override
    public synchronized Object getAttribute(String name) {
        requireValid();
        return attributes.get(name);
    }

    @Override
    public synchronized Enumeration<String> getAttributeNames() {
        requireValid();
        return Collections.enumeration(List.copyOf(attributes.keySet()));
    }

    /** @throws IllegalArgumentException for a value that a session cannot hold, see {@link SessionCodec} */
    @Override
    public void setAttribute(String name, Object value) {
        if (value == null) {
            removeAttribute(name);
            return;
        }
        Object before;
        synchronized (this) {
            requireValid();
            if (name == null) {
                throw new IllegalArgumentException("an attribute has a name");
            }
            codec.encode(value);
            before = attributes.put(name, value);
            if (value.equals(before)) {
                return;
            }
            changed.add(name);
        }
        listeners.set(this, name, before, value);
    }

    @Override
    public void removeAttribute(String name) {
        Object before;
        synchronized (this) {
            requireValid();
            before = attributes.remove(name);
            if (before == null) {
                return;
            }
            changed.add(name);
        }
        listeners.removed(this, name, before);
    }

    /** Ends it on every node at once; what this request or another still changes in it is dropped. */
    @Override
    public void invalidate() {
        Map<String, Object> values;
        String kept;
        synchronized (this) {
            requireValid();
            values = Map.copyOf(attributes);
            kept = keptAs;
        }
        // Deleted first: a failure of a listener or of the store must not leave a player signed in.
        if (kept != null) {
            store.delete(kept);
        }
        try {
            listeners.destroyed(this);
            values.forEach((name, value) -> listeners.removed(this, name, value));
        } finally {
            markInvalid();
        }
    }

    @Override
    public synchronized boolean isNew() {
        requireValid();
        return created;
    }

    private void requireValid() {
        if (invalid) {
            throw new IllegalStateException("this session has ended");
        }
    }

    synchronized void markInvalid() {
        invalid = true;
    }

    synchronized boolean isValid() {
        return !invalid;
    }

    /** Changes its id; from the next request on it is found by the new id only. */
    void changeId(String newId) {
        String oldId;
        synchronized (this) {
            requireValid();
            oldId = id;
            id = newId;
        }
        listeners.idChanged(this, oldId);
    }

    /** Whether the cookie must be sent. */
    synchronized boolean needsCookie() {
        return !invalid && !id.equals(keptAs);
    }

    /** What is to be written now, or null. */
    synchronized SessionStore.Change change() {
        if (invalid || id.equals(keptAs) && !intervalChanged && changed.isEmpty() && (accessWritten || !isTouchDue())) {
            return null;
        }
        boolean create = keptAs == null;
        Map<String, byte[]> set = new HashMap<>();
        if (create) {
            set.put(SessionFields.VERSION, SessionFields.version());
            set.put(SessionFields.CREATED, SessionFields.number(stored.createdAt()));
        }
        if (create || intervalChanged) {
            set.put(SessionFields.MAX_INACTIVE, SessionFields.number(maxInactiveSeconds));
        }
        set.put(SessionFields.ACCESSED, SessionFields.number(now));
        Set<String> removed = new HashSet<>();
        for (String name : changed) {
            if (attributes.containsKey(name)) {
                set.put(SessionFields.attribute(name), codec.encode(attributes.get(name)));
            } else {
                removed.add(SessionFields.attribute(name));
            }
        }
        return new SessionStore.Change(create ? id : keptAs, id, create, set, removed, keep());
    }

    /** The change was written. */
    synchronized void saved() {
        keptAs = id;
        accessWritten = true;
        intervalChanged = false;
        changed.clear();
    }

    private boolean isTouchDue() {
        return now - stored.accessedAt() >= lag().toMillis();
    }

    private Duration lag() {
        Duration tenth = maxInactiveSeconds <= 0
                ? LONGEST_LAG
                : Duration.ofSeconds(maxInactiveSeconds).dividedBy(10);
        return tenth.compareTo(LONGEST_LAG) < 0 ? tenth : LONGEST_LAG;
    }

    /** Longer by the lag, so that an access that was not written does not end a session early. */
    private Duration keep() {
        return maxInactiveSeconds <= 0
                ? LONGEST
                : Duration.ofSeconds(maxInactiveSeconds).plus(lag());
    }
}
