package org.turntable.testing.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Bytes of one HTTP/1.1 connection, read as answers. Bytes are appended as they come; {@link #complete()} says when a
 * whole answer is there, and {@link #discard()} frees the buffer for the next one. Understands Content-Length, chunked
 * bodies and bodies that end with the connection. Not for HEAD requests. For one thread.
 */
final class AnswerBuffer {
    /** No answer of a test is longer; a longer one is a fault of the server or of the parser, not a reason to grow. */
    private static final int LARGEST = 8 << 20;

    private byte[] bytes = new byte[4096];
    private int end;

    private boolean parsed;
    private int status;
    private int headEnd;
    private int bodyLength;
    private int answerEnd;
    private boolean close;
    private boolean untilEnd;
    private int searched;

    /** Appends what {@code source} holds. */
    void append(ByteBuffer source) throws IOException {
        int more = source.remaining();
        makeRoom(more);
        source.get(bytes, end, more);
        end += more;
    }

    /** Appends the first {@code length} bytes of {@code source}. */
    void append(byte[] source, int length) throws IOException {
        makeRoom(length);
        System.arraycopy(source, 0, bytes, end, length);
        end += length;
    }

    private void makeRoom(int more) throws IOException {
        if (end + more > LARGEST) {
            throw new IOException("an answer of more than " + LARGEST + " bytes");
        }
        if (end + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, end + more));
        }
    }

    /**
     * True once a whole answer is there; interim (1xx) answers are skipped.
     *
     * @throws IOException where the bytes are not HTTP/1.x
     */
    boolean complete() throws IOException {
        if (parsed) {
            return true;
        }
        headEnd = endOfHead();
        if (headEnd < 0) {
            return false;
        }
        readHead();
        if (status / 100 == 1) {
            drop(headEnd);
            return complete();
        }
        return parsed;
    }

    /**
     * To be called when the server has closed the connection.
     *
     * @return true where that completes the answer (a body without a stated length)
     */
    boolean endOfStream() {
        if (!parsed && untilEnd) {
            bodyLength = end - headEnd;
            answerEnd = end;
            parsed = true;
        }
        return parsed;
    }

    /** The HTTP status of the complete answer. */
    int status() {
        return status;
    }

    /** True where the server closes the connection after this answer. */
    boolean closes() {
        return close;
    }

    /** The array that holds the body, from {@link #bodyStart()} on; valid until {@link #discard()}. */
    byte[] array() {
        return bytes;
    }

    int bodyStart() {
        return headEnd;
    }

    int bodyLength() {
        return bodyLength;
    }

    String body() {
        return new String(bytes, headEnd, bodyLength, StandardCharsets.UTF_8);
    }

    /** All values of a header (name in any case), in their order. */
    List<String> headers(String name) {
        List<String> values = new ArrayList<>(2);
        for (int line = lineAfter(0); line < headEnd - 2; line = lineAfter(line)) {
            if (isHeader(line, name)) {
                values.add(new String(
                                bytes,
                                line + name.length() + 1,
                                lineAfter(line) - line - name.length() - 3,
                                StandardCharsets.ISO_8859_1)
                        .trim());
            }
        }
        return values;
    }

    /** Removes the complete answer; bytes after it stay. */
    void discard() {
        drop(answerEnd);
    }

    /** Removes everything, for a new connection. */
    void clear() {
        drop(end);
    }

    private void drop(int upTo) {
        System.arraycopy(bytes, upTo, bytes, 0, end - upTo);
        end -= upTo;
        parsed = false;
        untilEnd = false;
        searched = 0;
    }

    /** Where the body begins, or -1 while the head is not all there. */
    private int endOfHead() {
        for (int i = Math.max(searched, 3); i < end; i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n') {
                searched = i;
                return i + 1;
            }
        }
        searched = end;
        return -1;
    }

    private void readHead() throws IOException {
        if (end < 12 || bytes[0] != 'H' || bytes[1] != 'T' || bytes[2] != 'T' || bytes[3] != 'P' || bytes[8] != ' ') {
            throw new IOException(
                    "not an HTTP answer: " + new String(bytes, 0, Math.min(end, 60), StandardCharsets.ISO_8859_1));
        }
        status = (bytes[9] - '0') * 100 + (bytes[10] - '0') * 10 + (bytes[11] - '0');
        int length = -1;
        boolean chunked = false;
        close = false;
        for (int line = lineAfter(0); line < headEnd - 2; line = lineAfter(line)) {
            // The first letter alone rules out nearly every header: this runs for each of 100,000 answers a second.
            int first = bytes[line] | 0x20;
            if (first == 'c' && isHeader(line, "content-length")) {
                length = number(line + 15);
            } else if (first == 'c' && isHeader(line, "connection")) {
                close = valueIs(line + 11, "close");
            } else if (first == 't' && isHeader(line, "transfer-encoding")) {
                chunked = valueIs(line + 18, "chunked");
            }
        }
        if (status / 100 == 1 || status == 204 || status == 304) {
            takeBody(0, headEnd);
        } else if (chunked) {
            joinChunks();
        } else if (length >= 0) {
            if (end >= headEnd + length) {
                takeBody(length, headEnd + length);
            }
        } else {
            close = true;
            untilEnd = true;
        }
    }

    private void takeBody(int length, int upTo) {
        bodyLength = length;
        answerEnd = upTo;
        parsed = true;
    }

    /** Moves the chunks together once all are there; until then nothing is touched. */
    private void joinChunks() throws IOException {
        if (walkChunks(false)) {
            walkChunks(true);
        }
    }

    private boolean walkChunks(boolean join) throws IOException {
        int at = headEnd;
        int joined = headEnd;
        while (true) {
            int lineEnd = lineAfter(at);
            if (lineEnd > end) {
                return false;
            }
            int size = hexadecimal(at);
            if (lineEnd + size + 2 > end) {
                return false;
            }
            if (size == 0) {
                int trailer = lineEnd;
                while (bytes[trailer] != '\r') {
                    trailer = lineAfter(trailer);
                    if (trailer + 2 > end) {
                        return false;
                    }
                }
                if (join) {
                    takeBody(joined - headEnd, trailer + 2);
                }
                return true;
            }
            if (join) {
                System.arraycopy(bytes, lineEnd, bytes, joined, size);
                joined += size;
            }
            at = lineEnd + size + 2;
        }
    }

    /** The start of the next line, or one past the end of what is there where this line is not complete. */
    private int lineAfter(int from) {
        for (int i = from; i < end; i++) {
            if (bytes[i] == '\n') {
                return i + 1;
            }
        }
        return end + 1;
    }

    private boolean isHeader(int line, String name) {
        if (line + name.length() >= headEnd || bytes[line + name.length()] != ':') {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if ((bytes[line + i] | 0x20) != (name.charAt(i) | 0x20)) {
                return false;
            }
        }
        return true;
    }

    private boolean valueIs(int from, String value) {
        int at = afterSpaces(from);
        for (int i = 0; i < value.length(); i++) {
            if ((bytes[at + i] | 0x20) != value.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private int afterSpaces(int from) {
        int at = from;
        while (bytes[at] == ' ') {
            at++;
        }
        return at;
    }

    private int number(int from) {
        int value = 0;
        for (int at = afterSpaces(from); bytes[at] >= '0' && bytes[at] <= '9'; at++) {
            value = value * 10 + bytes[at] - '0';
        }
        return value;
    }

    private int hexadecimal(int from) throws IOException {
        int value = 0;
        int at = from;
        for (int digit; (digit = Character.digit(bytes[at], 16)) >= 0; at++) {
            value = value << 4 | digit;
        }
        if (at == from || value > LARGEST || value < 0) {
            throw new IOException("not the size of a chunk");
        }
        return value;
    }
}
