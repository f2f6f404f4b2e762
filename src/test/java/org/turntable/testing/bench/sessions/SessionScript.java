package org.turntable.testing.bench.sessions;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.turntable.testing.load.Script;

/** One connection's sessions, in turn; every byte of every answer is compared with what that session must say. */
final class SessionScript implements Script {
    private static final int LONGEST_TOLD = 80;

    private final List<Visitor> visitors;
    private final boolean numbered;
    private final byte[][] heads;
    private final byte[][] tails;
    private final byte[][] expected;
    private final int[] numbers;
    private final Map<String, Long> wrong = new TreeMap<>();
    private byte[] number = new byte[0];
    private int session = -1;
    private long right;

    /**
     * Who asks.
     *
     * @param index the session's place in the whole run
     * @param cookie name=value
     * @param path what to ask for
     * @param expected the answer
     */
    record Visitor(int index, String cookie, String path, String expected) {}

    SessionScript(List<Visitor> visitors, boolean numbered, int firstNumber) {
        this.visitors = visitors;
        this.numbered = numbered;
        heads = visitors.stream().map(visitor -> bytes("GET " + visitor.path())).toArray(byte[][]::new);
        tails = visitors.stream()
                .map(visitor -> bytes(" HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: " + visitor.cookie() + "\r\n\r\n"))
                .toArray(byte[][]::new);
        expected = visitors.stream().map(visitor -> bytes(visitor.expected())).toArray(byte[][]::new);
        numbers = new int[visitors.size()];
        Arrays.fill(numbers, firstNumber);
    }

    @Override
    public boolean next(ByteBuffer request) {
        session = session + 1 == heads.length ? 0 : session + 1;
        if (numbered) {
            number = bytes(Integer.toString(numbers[session]));
        }
        request.put(heads[session]).put(number).put(tails[session]);
        return true;
    }

    @Override
    public void answered(int status, byte[] bytes, int start, int length) {
        byte[] wanted = expected[session];
        int middle = start + wanted.length;
        int end = start + length;
        if (status == 200
                && length == wanted.length + number.length
                && Arrays.equals(bytes, start, middle, wanted, 0, wanted.length)
                && Arrays.equals(bytes, middle, end, number, 0, number.length)) {
            right++;
            numbers[session]++;
        } else if (status == 200) {
            wrong.merge(
                    "HTTP 200 with a wrong value, such as \""
                            + new String(bytes, start, Math.min(length, LONGEST_TOLD), StandardCharsets.UTF_8) + "\"",
                    1L,
                    Long::sum);
        } else {
            wrong.merge("HTTP " + status, 1L, Long::sum);
        }
    }

    @Override
    public void failed() {
        wrong.merge("broken connection", 1L, Long::sum);
    }

    long right() {
        return right;
    }

    Map<String, Long> wrong() {
        return wrong;
    }

    /** Enters the last number that was answered rightly, session by session; one below the first where none was. */
    void putLast(int[] last) {
        for (int i = 0; i < numbers.length; i++) {
            last[visitors.get(i).index()] = numbers[i] - 1;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
