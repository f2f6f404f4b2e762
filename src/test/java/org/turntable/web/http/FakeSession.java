package org.turntable.web.http;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import jakarta.servlet.http.HttpSession;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** The session of one browser, over several requests. */
public final class FakeSession {
    public final Map<String, Object> attributes = new TreeMap<>();
    private HttpSession session;
    private int id;

    /** The session, or null while there is none. */
    public HttpSession session() {
        return session;
    }

    /** The value of its cookie. */
    public int id() {
        return id;
    }

    String changeId() {
        if (session == null) {
            throw new IllegalStateException("no session to change");
        }
        return Integer.toString(++id);
    }

    public HttpSession make() {
        if (session == null) {
            id++;
            session = mock(HttpSession.class);
            when(session.getAttribute(anyString())).thenAnswer(call -> attributes.get(call.<String>getArgument(0)));
            when(session.getAttributeNames())
                    .thenAnswer(call ->
                            Collections.enumeration(attributes.keySet().stream().toList()));
            doAnswer(call -> attributes.put(call.getArgument(0), call.getArgument(1)))
                    .when(session)
                    .setAttribute(anyString(), any());
            doAnswer(call -> attributes.remove(call.<String>getArgument(0)))
                    .when(session)
                    .removeAttribute(anyString());
        }
        return session;
    }
}
