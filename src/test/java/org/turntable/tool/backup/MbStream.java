package org.turntable.tool.backup;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Changes a stream of mbstream, as a host could that sends one. */
final class MbStream {
    private static final int HEAD = 14;
    private static final int EXTENT = 20;

    private MbStream() {}

    /** One file: its payload and its end. */
    static byte[] file(String name, String content) {
        byte[] text = content.getBytes(StandardCharsets.UTF_8);
        CRC32 checksum = new CRC32();
        checksum.update(text);
        ByteBuffer extent = ByteBuffer.allocate(EXTENT).order(ByteOrder.LITTLE_ENDIAN);
        extent.putLong(text.length).putLong(0).putInt((int) checksum.getValue());
        return join(head('P', name), extent.array(), text, head('E', name));
    }

    private static byte[] head(char type, String name) {
        byte[] path = name.getBytes(StandardCharsets.UTF_8);
        ByteBuffer head = ByteBuffer.allocate(HEAD + path.length).order(ByteOrder.LITTLE_ENDIAN);
        return head.put("XBSTCK01".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 0)
                .put((byte) type)
                .putInt(path.length)
                .put(path)
                .array();
    }

    /** The stream without the files whose name ends so. */
    static byte[] without(byte[] stream, String ending) {
        ByteBuffer in = ByteBuffer.wrap(stream).order(ByteOrder.LITTLE_ENDIAN);
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        while (in.hasRemaining()) {
            int start = in.position();
            char type = (char) in.get(start + 9);
            int length = in.getInt(start + 10);
            String name = new String(stream, start + HEAD, length, StandardCharsets.UTF_8);
            int end = start + HEAD + length;
            if (type == 'P') {
                end += EXTENT + (int) in.getLong(end);
            }
            if (!name.endsWith(ending)) {
                kept.write(stream, start, end - start);
            }
            in.position(end);
        }
        return kept.toByteArray();
    }

    /** The content of its file whose name ends so, which has one payload. */
    static String content(byte[] stream, String ending) {
        ByteBuffer in = ByteBuffer.wrap(stream).order(ByteOrder.LITTLE_ENDIAN);
        int start = 0;
        while (true) {
            int length = in.getInt(start + 10);
            String name = new String(stream, start + HEAD, length, StandardCharsets.UTF_8);
            int end = start + HEAD + length;
            int size = 0;
            if ((char) in.get(start + 9) == 'P') {
                size = (int) in.getLong(end);
                end += EXTENT + size;
            }
            if (name.endsWith(ending) && size > 0) {
                return new String(stream, end - size, size, StandardCharsets.UTF_8);
            }
            start = end;
        }
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
