package org.turntable.tool.command.campaign;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.turntable.showcase.Picture;
import org.turntable.showcase.Theme;
import org.turntable.tool.command.common.CommandException;

/**
 * Reads a theme from a properties file in UTF-8 with lines such as {@code colour.sky=#0f766e}, {@code text.slogan=…},
 * {@code text.slogan.en=…} and {@code picture.prize.1=watch.png}, with pictures in the same folder.
 */
final class ThemeFile {
    private ThemeFile() {}

    /**
     * Reads the theme.
     *
     * @throws CommandException with all problems, not only the first
     */
    static Theme read(Path file) {
        Properties properties = new Properties();
        try (InputStreamReader in =
                new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8.newDecoder())) {
            properties.load(in);
        } catch (CharacterCodingException notUtf8) {
            throw new CommandException(file + " is not in UTF-8; save it in that encoding", notUtf8);
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new CommandException(file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
        Map<String, String> values = new HashMap<>();
        properties
                .stringPropertyNames()
                .forEach(name -> values.put(name, properties.getProperty(name).strip()));
        List<String> problems = new ArrayList<>();
        Theme theme = Theme.of(values, (place, value, found) -> picture(file, place, value, found), problems);
        problems.addAll(theme.problems());
        if (!problems.isEmpty()) {
            throw new CommandException("the theme is invalid: " + String.join("; ", problems));
        }
        return theme;
    }

    private static Optional<Picture> picture(Path themeFile, Picture.Place place, String value, List<String> problems) {
        Path file = themeFile.toAbsolutePath().resolveSibling(value);
        try {
            return Optional.of(PictureConverter.of(file, place));
        } catch (IOException unreadable) {
            problems.add("picture " + value + ": " + unreadable.getMessage());
            return Optional.empty();
        }
    }
}
