package org.turntable.session.webapp;

import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Records every event of sessions on this node. */
final class Recorder implements HttpSessionListener, HttpSessionAttributeListener, HttpSessionIdListener {
    private final Queue<String> events = new ConcurrentLinkedQueue<>();

    String take() {
        String all = String.join(";", events);
        events.clear();
        return all;
    }

    @Override
    public void sessionCreated(HttpSessionEvent event) {
        events.add("created");
    }

    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        // Still valid here: the specification lets a listener read it for the last time.
        events.add("destroyed:" + event.getSession().getAttribute("name"));
    }

    @Override
    public void attributeAdded(HttpSessionBindingEvent event) {
        events.add("added:" + event.getName() + "=" + event.getValue());
    }

    @Override
    public void attributeRemoved(HttpSessionBindingEvent event) {
        events.add("removed:" + event.getName() + "=" + event.getValue());
    }

    @Override
    public void attributeReplaced(HttpSessionBindingEvent event) {
        events.add("replaced:" + event.getName() + "=" + event.getValue());
    }

    @Override
    public void sessionIdChanged(HttpSessionEvent event, String oldId) {
        events.add("renamed:" + !oldId.equals(event.getSession().getId()));
    }
}
