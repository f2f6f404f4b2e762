package org.turntable.testing.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerBufferTest {
    private final AnswerBuffer buffer = new AnswerBuffer();

    @Test
    void anAnswerWithALengthIsCompleteAtItsLastByteAndNotBefore() throws IOException {
        String whole = "HTTP/1.1 200 \r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello";
        comesByteByByte(whole);
        assertEquals(200, buffer.status());
        assertEquals("hello", buffer.body());
    }

    @Test
    void chunksAreJoinedAtTheLastByteOfTheLastOne() throws IOException {
        comesByteByByte("HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n5\r\nhello\r\nC;x=y\r\n, beautiful "
                + "\r\n5\r\nworld\r\n0\r\n\r\n");
        assertEquals("hello, beautiful world", buffer.body());
    }

    @Test
    void trailersAfterTheLastChunkBelongToTheAnswer() throws IOException {
        comesByteByByte("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nX-Sum: 1\r\n\r\n");
        assertEquals("hi", buffer.body());
    }

    @Test
    void theNextAnswerInTheSameBytesIsReadAfterTheFirstIsDiscarded() throws IOException {
        append("HTTP/1.1 204 \r\n\r\nHTTP/1.1 503 \r\nRetry-After: 2\r\nContent-Length: 4\r\n\r\nbusy");
        assertTrue(buffer.complete());
        assertEquals(204, buffer.status());
        buffer.discard();
        assertTrue(buffer.complete());
        assertEquals(503, buffer.status());
        assertEquals(List.of("2"), buffer.headers("retry-after"));
        assertEquals("busy", buffer.body());
        buffer.discard();
        assertFalse(buffer.complete());
    }

    @Test
    void aBodyWithoutALengthEndsWithTheConnection() throws IOException {
        append("HTTP/1.1 200 OK\r\n\r\nall of it");
        assertFalse(buffer.complete());
        assertTrue(buffer.endOfStream());
        assertEquals("all of it", buffer.body());
        assertTrue(buffer.closes());
    }

    @Test
    void aConnectionThatEndsInTheMiddleOfAStatedLengthIsNotAnAnswer() throws IOException {
        append("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf");
        assertFalse(buffer.complete());
        assertFalse(buffer.endOfStream());
    }

    @Test
    void interimAnswersAreSkipped() throws IOException {
        append("HTTP/1.1 100 \r\n\r\nHTTP/1.1 404 \r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        assertTrue(buffer.complete());
        assertEquals(404, buffer.status());
        assertTrue(buffer.closes());
    }

    @Test
    void everyHeaderOfANameIsThereInItsOrder() throws IOException {
        append("HTTP/1.1 303 \r\nSet-Cookie: a=1; Path=/\r\nLocation:/c/x\r\nset-cookie: b=2\r\nContent-Length: "
                + "0\r\n\r\n");
        assertTrue(buffer.complete());
        assertEquals(List.of("a=1; Path=/", "b=2"), buffer.headers("Set-Cookie"));
        assertEquals(List.of("/c/x"), buffer.headers("Location"));
        assertEquals(List.of(), buffer.headers("Retry-After"));
    }

    @Test
    void somethingElseThanHttpIsRefused() throws IOException {
        append("-ERR unknown command\r\n\r\n");
        assertThrows(IOException.class, buffer::complete);
    }

    private void comesByteByByte(String whole) throws IOException {
        for (int i = 0; i < whole.length(); i++) {
            assertFalse(buffer.complete(), "complete after " + i + " bytes");
            append(whole.substring(i, i + 1));
        }
        assertTrue(buffer.complete());
    }

    private void append(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        buffer.append(bytes, bytes.length);
    }
}
