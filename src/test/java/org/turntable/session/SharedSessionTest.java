package org.turntable.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.turntable.outage.RedisUnavailableException;

/** The changes that one request writes to its session. */
class SharedSessionTest {
    private static final long NOW = 1_000_000_000L;
    private static final int INTERVAL = 1_800;

    /** A value that counts how often it lies in a session. */
    record Counting(String name) implements HttpSessionBindingListener {
        private static int bound;

        @Override
        public void valueBound(HttpSessionBindingEvent event) {
            bound++;
        }

        @Override
        public void valueUnbound(HttpSessionBindingEvent event) {
            bound--;
        }
    }

    private final SessionStore store = mock(SessionStore.class);

    @Test
    void aReadSessionWritesNothing() {
        SharedSession session = stored(NOW, Map.of("name", "Anna"));
        session.getAttribute("name");
        session.isNew();
        assertNull(session.change());
    }

    @Test
    void onlyWhatChangedIsWritten() {
        SharedSession session = stored(NOW, Map.of("name", "Anna", "gone", "x", "same", 1L));
        session.setAttribute("name", "Bea");
        session.setAttribute("same", 1L);
        session.removeAttribute("gone");
        session.removeAttribute("never there");
        SessionStore.Change change = session.change();
        assertEquals(Set.of("a", "@name"), change.set().keySet());
        assertEquals(Set.of("@gone"), change.removed());
        assertFalse(change.create());
        session.saved();
        assertNull(session.change());
    }

    @Test
    void aNewSessionIsWrittenWholeEvenWithoutAttributesAndOnce() {
        SharedSession session = session(true, NOW, Map.of());
        assertTrue(session.needsCookie());
        SessionStore.Change change = session.change();
        assertTrue(change.create());
        assertEquals(Set.of("v", "c", "a", "t"), change.set().keySet());
        session.saved();
        assertFalse(session.needsCookie());
        assertNull(session.change());
        session.setAttribute("late", "x");
        assertEquals(Set.of("a", "@late"), session.change().set().keySet());
        assertFalse(session.change().create());
    }

    @Test
    void aChangedIdMovesAStoredSessionAndRenamesANewOne() {
        SharedSession session = stored(NOW, Map.of());
        session.changeId("new");
        assertEquals("old", session.change().id());
        assertEquals("new", session.change().newId());
        SharedSession fresh = session(true, NOW, Map.of());
        fresh.changeId("new");
        assertEquals("new", fresh.change().id(), "it has never been stored under the first one");
    }

    @ParameterizedTest
    @CsvSource({
        "1800, 59999, false",
        "1800, 60000, true",
        "100, 9999, false",
        "100, 10000, true",
        "0, 59999, false",
        "-1, 60000, true"
    })
    void anAccessIsWrittenAfterATenthOfTheIntervalOrAMinute(int interval, long ago, boolean written) {
        SharedSession session = session(false, NOW - ago, Map.of(), interval);
        assertEquals(written, session.change() != null);
    }

    @ParameterizedTest
    @CsvSource({"1800, 1860", "100, 110", "0, 2592000", "-1, 2592000"})
    void itIsKeptForItsIntervalAndWhatAnAccessMayLag(int interval, long seconds) {
        SharedSession session = session(false, NOW, Map.of(), interval);
        session.setAttribute("a", "b");
        assertEquals(Duration.ofSeconds(seconds), session.change().keep());
    }

    @Test
    void anEndIsWrittenAtOnceAndNothingAfterwards() {
        SharedSession session = stored(NOW, Map.of());
        session.setAttribute("name", "Anna");
        session.invalidate();
        verify(store).delete("old");
        assertNull(session.change());
        assertThrows(IllegalStateException.class, () -> session.setAttribute("a", "b"));
    }

    @Test
    void aFailedDeleteDoesNotEndTheSession() {
        SharedSession session = stored(NOW, Map.of());
        doThrow(new RedisUnavailableException("away", null)).when(store).delete("old");
        assertThrows(RedisUnavailableException.class, session::invalidate);
        assertTrue(session.isValid(), "the session stays valid, since it was not deleted");
    }

    @Test
    void aSessionThatWasNeverStoredEndsWithoutTheStore() {
        session(true, NOW, Map.of()).invalidate();
        verify(store, never()).delete(anyString());
    }

    @Test
    void bindingListenersAreNotified() {
        SharedSession session = stored(NOW, Map.of());
        session.setAttribute("a", new Counting("a"));
        session.setAttribute("b", new Counting("b"));
        session.setAttribute("a", new Counting("c"));
        assertEquals(2, Counting.bound);
        session.removeAttribute("b");
        assertEquals(1, Counting.bound);
        session.invalidate();
        assertEquals(0, Counting.bound);
    }

    private SharedSession stored(long accessedAt, Map<String, Object> attributes) {
        return session(false, accessedAt, attributes);
    }

    private SharedSession session(boolean created, long accessedAt, Map<String, Object> attributes) {
        return session(created, accessedAt, attributes, INTERVAL);
    }

    private SharedSession session(boolean created, long accessedAt, Map<String, Object> attributes, int interval) {
        return new SharedSession(
                "old",
                new SessionFields(accessedAt, accessedAt, interval, attributes),
                created,
                NOW,
                null,
                new SessionCodec(Map.of("counting", Counting.class)),
                new SessionListeners(List.of()),
                store);
    }
}
