package org.turntable.session;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The fields of a stored session: {@code v} version, {@code c} created and {@code a} last accessed in milliseconds
 * since 1970, {@code t} seconds of inactivity after which it ends, and {@code @name} for each attribute.
 */
record SessionFields(long createdAt, long accessedAt, int maxInactiveSeconds, Map<String, Object> attributes) {
    static final String VERSION = "v";
    static final String CREATED = "c";
    static final String ACCESSED = "a";
    static final String MAX_INACTIVE = "t";
    private static final String ATTRIBUTE = "@";
    private static final String THIS_VERSION = "1";

    static SessionFields read(Map<String, byte[]> fields, SessionCodec codec) throws UnreadableSessionException {
        if (!THIS_VERSION.equals(text(fields, VERSION))) {
            throw new UnreadableSessionException("a session of another version");
        }
        Map<String, Object> attributes = new HashMap<>();
        for (Map.Entry<String, byte[]> field : fields.entrySet()) {
            if (field.getKey().startsWith(ATTRIBUTE)) {
                attributes.put(field.getKey().substring(ATTRIBUTE.length()), codec.decode(field.getValue()));
            }
        }
        try {
            return new SessionFields(
                    Long.parseLong(text(fields, CREATED)),
                    Long.parseLong(text(fields, ACCESSED)),
                    Integer.parseInt(text(fields, MAX_INACTIVE)),
                    attributes);
        } catch (NumberFormatException damaged) {
            throw new UnreadableSessionException("a session without its times");
        }
    }

    private static String text(Map<String, byte[]> fields, String name) {
        byte[] value = fields.get(name);
        return value == null ? "" : new String(value, StandardCharsets.UTF_8);
    }

    static String attribute(String name) {
        return ATTRIBUTE + name;
    }

    static byte[] version() {
        return THIS_VERSION.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] number(long value) {
        return Long.toString(value).getBytes(StandardCharsets.US_ASCII);
    }
}
