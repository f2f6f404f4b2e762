package org.turntable.testing.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.turntable.testing.load.PlayerCredentials;
import org.turntable.testing.load.Script;

/** One connection's players, in turn; reads of each answer only what it must count, without allocating. */
final class DrawScript implements Script {
    private static final byte[] LENGTH = bytes("\r\nContent-Length: ");
    private static final byte[] NUMBER = bytes("\r\n\r\nnumber=");
    private static final byte[] CSRF = bytes("&csrf=");
    private static final byte[] STATUS = bytes("\"status\":\"");

    private final byte[] head;
    private final byte[][] cookies;
    private final byte[][] tokens;
    private final int[] numbers;
    private final Map<String, Long> others = new TreeMap<>();
    private int player = -1;
    private long wins;
    private long losses;
    private long confirming;

    DrawScript(byte[] head, List<PlayerCredentials.Credentials> players, int firstNumber) {
        this.head = head;
        this.cookies = players.stream().map(player -> bytes(player.cookie())).toArray(byte[][]::new);
        this.tokens = players.stream().map(player -> bytes(player.csrf())).toArray(byte[][]::new);
        this.numbers = new int[players.size()];
        Arrays.fill(numbers, firstNumber);
    }

    @Override
    public boolean next(ByteBuffer request) {
        player = player + 1 == numbers.length ? 0 : player + 1;
        int number = numbers[player];
        int length = "number=".length() + digits(number) + CSRF.length + tokens[player].length;
        request.put(head).put(cookies[player]).put(LENGTH);
        putNumber(request, length);
        request.put(NUMBER);
        putNumber(request, number);
        request.put(CSRF).put(tokens[player]);
        return true;
    }

    @Override
    public void answered(int status, byte[] bytes, int start, int length) {
        int name = start + STATUS.length + indexOf(bytes, start, length);
        boolean known = status == 200 && name >= start + STATUS.length;
        if (known && bytes[name] == 'l') {
            losses++;
            numbers[player]++;
        } else if (known && bytes[name] == 'w') {
            wins++;
            numbers[player]++;
        } else if (known && bytes[name] == 'c') {
            // It is being confirmed; the next number may be drawn meanwhile.
            confirming++;
            numbers[player]++;
        } else {
            others.merge("HTTP " + status + nameAt(bytes, name, start + length), 1L, Long::sum);
        }
    }

    @Override
    public void failed() {
        others.merge("broken connection", 1L, Long::sum);
    }

    Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>(others);
        counts.put("wins", wins);
        counts.put("losses", losses);
        counts.put("confirming", confirming);
        counts.put("results", wins + losses + confirming);
        return counts;
    }

    /** Where the status field begins, relative to the start; far negative where there is none. */
    private static int indexOf(byte[] bytes, int start, int length) {
        for (int i = 0; i <= length - STATUS.length; i++) {
            if (bytes[start + i] == '"'
                    && Arrays.equals(bytes, start + i, start + i + STATUS.length, STATUS, 0, STATUS.length)) {
                return i;
            }
        }
        return Integer.MIN_VALUE / 2;
    }

    private static String nameAt(byte[] bytes, int from, int end) {
        int to = Math.max(0, from);
        while (from >= 0 && to < end && bytes[to] != '"') {
            to++;
        }
        return from < 0 ? "" : " " + new String(bytes, from, to - from, StandardCharsets.US_ASCII);
    }

    private static int digits(int number) {
        int digits = 1;
        for (int rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        return digits;
    }

    private static void putNumber(ByteBuffer into, int number) {
        int end = into.position() + digits(number);
        for (int at = end - 1, rest = number; at >= into.position(); at--, rest /= 10) {
            into.put(at, (byte) ('0' + rest % 10));
        }
        into.position(end);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
