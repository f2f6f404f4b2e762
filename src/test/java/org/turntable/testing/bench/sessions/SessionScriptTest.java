package org.turntable.testing.bench.sessions;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionScriptTest {
    private static final List<SessionScript.Visitor> TWO = List.of(
            new SessionScript.Visitor(0, "S=a", "/x/write?value=0-", "ida 0-"),
            new SessionScript.Visitor(2, "S=b", "/x/write?value=2-", "idb 2-"));
    private final SessionScript writing = new SessionScript(TWO, true, 9);

    @Test
    void sessionsTakeTurnsAndEachWritesTheNumberAfterItsLastRightAnswer() {
        assertEquals("GET /x/write?value=0-9 HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: S=a\r\n\r\n", next(writing));
        answer(writing, 200, "ida 0-9");
        assertEquals("GET /x/write?value=2-9 HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: S=b\r\n\r\n", next(writing));
        answer(writing, 500, "idb 2-9");
        assertEquals("GET /x/write?value=0-10 HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: S=a\r\n\r\n", next(writing));
        answer(writing, 200, "ida 0-10");
        assertEquals("GET /x/write?value=2-9 HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: S=b\r\n\r\n", next(writing));
        writing.failed();
        int[] last = new int[3];
        writing.putLast(last);
        assertArrayEquals(new int[] {10, 0, 8}, last);
        assertEquals(2, writing.right());
        assertEquals(Map.of("HTTP 500", 1L, "broken connection", 1L), writing.wrong());
    }

    @Test
    void anAnswerOfAnotherSessionOrOfAnotherNumberIsWrong() {
        for (String body : List.of("idb 2-9", "ida 0-8", "ida 0-99", "ida 0-", "")) {
            SessionScript script = new SessionScript(TWO, true, 9);
            next(script);
            answer(script, 200, body);
            assertEquals(0, script.right(), body);
            assertEquals(Map.of("HTTP 200 with a wrong value, such as \"" + body + "\"", 1L), script.wrong());
        }
    }

    @Test
    void aPageWithoutNumberIsComparedToItsEnd() {
        SessionScript reading =
                new SessionScript(List.of(new SessionScript.Visitor(0, "S=a", "/x/read", "p0 is Player p0")), false, 1);
        assertEquals("GET /x/read HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: S=a\r\n\r\n", next(reading));
        answer(reading, 200, "p0 is Player p0");
        next(reading);
        answer(reading, 200, "p0 is Player p01");
        next(reading);
        answer(reading, 200, "p0 is Player p");
        assertEquals(1, reading.right());
        assertEquals(2, reading.wrong().size());
    }

    private static String next(SessionScript script) {
        ByteBuffer request = ByteBuffer.allocateDirect(1000);
        script.next(request);
        return StandardCharsets.US_ASCII.decode(request.flip()).toString();
    }

    private static void answer(SessionScript script, int status, String body) {
        byte[] bytes = ("rest of the head" + body).getBytes(StandardCharsets.UTF_8);
        script.answered(status, bytes, 16, bytes.length - 16);
    }
}
