package org.turntable.testing.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.turntable.testing.load.PlayerCredentials.Credentials;

class DrawScriptTest {
    private final DrawScript script = new DrawScript(
            "POST /c/x/draws HTTP/1.1\r\nCookie: ".getBytes(StandardCharsets.US_ASCII),
            List.of(new Credentials("tt_id=a", "ta"), new Credentials("tt_id=b", "tb")),
            9);

    @Test
    void playersTakeTurnsAndEachPostsTheNumberAfterItsLastResult() {
        assertEquals(
                "POST /c/x/draws HTTP/1.1\r\nCookie: tt_id=a\r\nContent-Length: 16\r\n\r\nnumber=9&csrf=ta", next());
        answer(200, "{\"status\":\"loss\",\"number\":9}");
        assertEquals(
                "POST /c/x/draws HTTP/1.1\r\nCookie: tt_id=b\r\nContent-Length: 16\r\n\r\nnumber=9&csrf=tb", next());
        answer(503, "{\"status\":\"busy\",\"message\":\"…\"}");
        assertEquals(
                "POST /c/x/draws HTTP/1.1\r\nCookie: tt_id=a\r\nContent-Length: 17\r\n\r\nnumber=10&csrf=ta", next());
        script.failed();
        assertEquals(
                "POST /c/x/draws HTTP/1.1\r\nCookie: tt_id=b\r\nContent-Length: 16\r\n\r\nnumber=9&csrf=tb", next());
        answer(200, "{\"status\":\"win\"}");
        assertEquals(
                "POST /c/x/draws HTTP/1.1\r\nCookie: tt_id=a\r\nContent-Length: 17\r\n\r\nnumber=10&csrf=ta", next());
        answer(200, "{\"status\":\"confirming\"}");
        assertEquals(
                Map.of(
                        "wins",
                        1L,
                        "losses",
                        1L,
                        "confirming",
                        1L,
                        "results",
                        3L,
                        "HTTP 503 busy",
                        1L,
                        "broken connection",
                        1L),
                script.counts());
    }

    @Test
    void aPageInPlaceOfTheJsonIsCountedAsNoResult() {
        next();
        answer(200, "<html>");
        assertEquals(1, script.counts().get("HTTP 200"));
        assertEquals(0, script.counts().get("results"));
    }

    private String next() {
        ByteBuffer request = ByteBuffer.allocateDirect(1000);
        script.next(request);
        return StandardCharsets.US_ASCII.decode(request.flip()).toString();
    }

    private void answer(int status, String body) {
        byte[] bytes = ("rest of the head" + body).getBytes(StandardCharsets.UTF_8);
        script.answered(status, bytes, 16, bytes.length - 16);
    }
}
