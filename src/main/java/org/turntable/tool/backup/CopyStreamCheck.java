package org.turntable.tool.backup;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Follows a stream of mbstream and refuses what would be unpacked elsewhere than below the copy's folder. It comes from
 * another host; mbstream of some versions follows {@code ../}, of others it stops there and succeeds.
 */
final class CopyStreamCheck {
    private static final Pattern NAME =
            Pattern.compile("([A-Za-z0-9_@#$-][A-Za-z0-9_@#$.-]*/)*[A-Za-z0-9_@#$-][A-Za-z0-9_@#$.-]*");
    private static final byte[] MAGIC = "XBSTCK01".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_NAME = 512;
    private static final long MAX_PAYLOAD = 1L << 28;

    /** The parts of a chunk, with the length of those that have a fixed one. */
    private enum Part {
        HEAD(14),
        NAME(0),
        EXTENT(20),
        PAYLOAD(0);

        private final int length;

        Part(int length) {
            this.length = length;
        }
    }

    private final Set<String> files = new HashSet<>();
    private Part part = Part.HEAD;
    private byte[] bytes = new byte[Part.HEAD.length];
    private int filled;
    private long payload;
    private boolean end;

    /** Takes the next bytes. @throws HostException when they may not be unpacked */
    void accept(byte[] buffer, int length) throws HostException {
        int at = 0;
        while (at < length) {
            if (part == Part.PAYLOAD) {
                int skipped = (int) Math.min(payload, length - at);
                payload -= skipped;
                at += skipped;
                if (payload == 0) {
                    next(Part.HEAD, Part.HEAD.length);
                }
                continue;
            }
            int taken = Math.min(bytes.length - filled, length - at);
            System.arraycopy(buffer, at, bytes, filled, taken);
            filled += taken;
            at += taken;
            if (filled == bytes.length) {
                complete();
            }
        }
    }

    /** Throws when the stream ended within a file. */
    void requireComplete() throws HostException {
        if (part != Part.HEAD || filled != 0) {
            throw refused("it ends in the middle of a file");
        }
    }

    /** The number of its files. */
    int files() {
        return files.size();
    }

    private void complete() throws HostException {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        switch (part) {
            case HEAD -> {
                char type = (char) bytes[MAGIC.length + 1];
                if (!Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length) || type != 'P' && type != 'E') {
                    throw refused("it is no stream of mbstream");
                }
                end = type == 'E';
                int name = in.getInt(MAGIC.length + 2);
                if (name <= 0 || name >= MAX_NAME) {
                    throw refused(name == 0 ? "it has a file of the name \"\"" : "a name is too long");
                }
                next(Part.NAME, name);
            }
            case NAME -> {
                // One character for each byte: no other encoding can hide a slash.
                String name = new String(bytes, StandardCharsets.ISO_8859_1);
                if (!NAME.matcher(name).matches()
                        || name.toLowerCase(Locale.ROOT).endsWith(".isl")) {
                    throw refused("it has a file of the name \"" + name.replaceAll("[^ -~]", "?") + "\"");
                }
                files.add(name);
                next(end ? Part.HEAD : Part.EXTENT, end ? Part.HEAD.length : Part.EXTENT.length);
            }
            default -> {
                payload = in.getLong(0);
                if (payload < 0 || payload > MAX_PAYLOAD) {
                    throw refused("it is larger than any part of a copy");
                }
                next(payload == 0 ? Part.HEAD : Part.PAYLOAD, payload == 0 ? Part.HEAD.length : 0);
            }
        }
    }

    private void next(Part following, int length) {
        part = following;
        bytes = new byte[length];
        filled = 0;
    }

    private static HostException refused(String why) {
        return new HostException("the stream is refused: " + why);
    }
}
