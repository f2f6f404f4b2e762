package org.turntable.web.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * The sentences of the pages in both languages, from {@code i18n/messages_*.properties} in UTF-8. A key that is missing
 * is a programming error and throws, so that tests find it.
 */
public final class Messages {
    private final Map<Lang, Properties> texts = new EnumMap<>(Lang.class);

    /** @throws IllegalStateException when a language's file is not on the class path */
    public Messages() {
        for (Lang lang : Lang.values()) {
            texts.put(lang, load("/i18n/messages_" + lang.tag().replace('-', '_') + ".properties"));
        }
    }

    /**
     * The sentence of a key.
     *
     * @param arguments the values of {0}, {1} … (MessageFormat; numbers are formatted for the language)
     * @throws IllegalArgumentException when there is no such key
     */
    public String text(Lang lang, String key, Object... arguments) {
        String pattern = texts.get(lang).getProperty(key);
        if (pattern == null) {
            throw new IllegalArgumentException("No message '" + key + "' in " + lang.tag());
        }
        return arguments.length == 0 ? pattern : new MessageFormat(pattern, lang.locale()).format(arguments);
    }

    /** Whether both languages have a key. For keys that are built from values of a request. */
    public boolean has(String key) {
        return texts.values().stream().allMatch(language -> language.containsKey(key));
    }

    /** All keys of a language, sorted. */
    public Set<String> keys(Lang lang) {
        return new TreeSet<>(texts.get(lang).stringPropertyNames());
    }

    private static Properties load(String resource) {
        try (InputStream in = Messages.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The messages " + resource + " are not in the archive");
            }
            Properties properties = new Properties();
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException("The messages " + resource + " cannot be read", e);
        }
    }
}
