package org.turntable.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Attribute values as bytes: a version, a letter for the type, and the value as text. The types are a short list, so
 * that no content of the store can make this application load another class: {@code String}, {@code Long},
 * {@code Integer}, {@code Boolean}, and records that the application has named beforehand, as JSON. All of them are
 * immutable: a change needs a {@code setAttribute}, which is noticed.
 *
 * <p>Records may gain and lose components between versions of an application: unknown components are skipped, and
 * missing ones are {@code null} or zero.
 */
public final class SessionCodec {
    private static final byte VERSION = 1;
    private static final int LONGEST = 64 * 1024;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Map<String, Class<? extends Record>> records;
    private final Map<Class<?>, String> names;

    /**
     * @param records further types, each under the name by which it is stored: letters, digits and hyphens, never
     *     changed
     */
    public SessionCodec(Map<String, Class<? extends Record>> records) {
        this.records = Map.copyOf(records);
        this.names = records.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));
    }

    /**
     * A value as it is stored.
     *
     * @throws IllegalArgumentException for a value of a type that is not on the list, or one of more than 64 KiB
     */
    byte[] encode(Object value) {
        if (value instanceof String text) {
            return bytes('S', text);
        }
        if (value instanceof Long || value instanceof Integer || value instanceof Boolean) {
            return bytes(value.getClass().getSimpleName().charAt(0), value.toString());
        }
        String name = names.get(value.getClass());
        if (name == null) {
            throw new IllegalArgumentException(
                    "a session holds String, Long, Integer, Boolean and the records that were named for it, not "
                            + value.getClass().getName());
        }
        try {
            return bytes('R', name + "\n" + JSON.writeValueAsString(value));
        } catch (JsonProcessingException unwritable) {
            throw new IllegalArgumentException(value.getClass().getName() + " cannot be written as JSON", unwritable);
        }
    }

    private static byte[] bytes(char type, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        if (body.length > LONGEST) {
            throw new IllegalArgumentException(
                    "a session's value has at most " + LONGEST + " bytes, and this one has " + body.length);
        }
        return ByteBuffer.allocate(2 + body.length)
                .put(VERSION)
                .put((byte) type)
                .put(body)
                .array();
    }

    /** A stored value; never loads a class that was not named beforehand. */
    Object decode(byte[] stored) throws UnreadableSessionException {
        if (stored.length < 2 || stored[0] != VERSION) {
            throw new UnreadableSessionException("a value of another version");
        }
        String text = text(stored);
        try {
            return switch (stored[1]) {
                case 'S' -> text;
                case 'L' -> Long.valueOf(text);
                case 'I' -> Integer.valueOf(text);
                case 'B' -> flag(text);
                case 'R' -> namedRecord(text);
                default -> throw new UnreadableSessionException("a value of an unknown type");
            };
        } catch (NumberFormatException noNumber) {
            throw new UnreadableSessionException("a malformed number");
        }
    }

    private static Boolean flag(String text) throws UnreadableSessionException {
        if (!text.equals("true") && !text.equals("false")) {
            throw new UnreadableSessionException("a malformed boolean");
        }
        return Boolean.valueOf(text);
    }

    private Record namedRecord(String text) throws UnreadableSessionException {
        int end = text.indexOf('\n');
        Class<? extends Record> type = end < 0 ? null : records.get(text.substring(0, end));
        if (type == null) {
            throw new UnreadableSessionException("a record of an unknown type");
        }
        try {
            return JSON.readValue(text.substring(end + 1), type);
        } catch (JsonProcessingException noJson) {
            throw new UnreadableSessionException("a record that does not fit " + type.getSimpleName());
        }
    }

    private static String text(byte[] stored) throws UnreadableSessionException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(stored, 2, stored.length - 2))
                    .toString();
        } catch (CharacterCodingException noText) {
            throw new UnreadableSessionException("a malformed text");
        }
    }
}
