package org.turntable.session;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import java.util.EventListener;
import java.util.List;
import java.util.function.Consumer;

/**
 * Notifies listeners of events of sessions on this node: {@link HttpSessionListener},
 * {@link HttpSessionAttributeListener}, {@link HttpSessionIdListener}, and values that are
 * {@link HttpSessionBindingListener}s. They are passed to the filter, since the container does not manage these
 * sessions.
 *
 * <p>Limits of a cluster: a session that expires does so in the store, without an event; and each event is sent once,
 * on the node where it occurred.
 */
final class SessionListeners {
    private final List<EventListener> listeners;

    SessionListeners(List<? extends EventListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    void created(HttpSession session) {
        each(HttpSessionListener.class, listener -> listener.sessionCreated(new HttpSessionEvent(session)));
    }

    void destroyed(HttpSession session) {
        each(HttpSessionListener.class, listener -> listener.sessionDestroyed(new HttpSessionEvent(session)));
    }

    void idChanged(HttpSession session, String oldId) {
        each(HttpSessionIdListener.class, listener -> listener.sessionIdChanged(new HttpSessionEvent(session), oldId));
    }

    /** A value was set; {@code before} is null where there was none. */
    void set(HttpSession session, String name, Object before, Object after) {
        if (after instanceof HttpSessionBindingListener bound) {
            bound.valueBound(new HttpSessionBindingEvent(session, name, after));
        }
        if (before == null) {
            each(
                    HttpSessionAttributeListener.class,
                    listener -> listener.attributeAdded(new HttpSessionBindingEvent(session, name, after)));
        } else {
            unbound(session, name, before);
            // The event of a replacement carries the value that was replaced.
            each(
                    HttpSessionAttributeListener.class,
                    listener -> listener.attributeReplaced(new HttpSessionBindingEvent(session, name, before)));
        }
    }

    void removed(HttpSession session, String name, Object before) {
        unbound(session, name, before);
        each(
                HttpSessionAttributeListener.class,
                listener -> listener.attributeRemoved(new HttpSessionBindingEvent(session, name, before)));
    }

    private static void unbound(HttpSession session, String name, Object before) {
        if (before instanceof HttpSessionBindingListener bound) {
            bound.valueUnbound(new HttpSessionBindingEvent(session, name, before));
        }
    }

    private <T> void each(Class<T> kind, Consumer<T> tell) {
        for (EventListener listener : listeners) {
            if (kind.isInstance(listener)) {
                tell.accept(kind.cast(listener));
            }
        }
    }
}
