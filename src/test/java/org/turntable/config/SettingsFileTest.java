package org.turntable.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The shipped turntable.properties has exactly the settings of SettingKey. */
class SettingsFileTest {
    private static final Path SHIPPED = Path.of("tomcat-conf", "turntable.properties");
    /** A setting, also one that is commented out. */
    private static final Pattern LINE = Pattern.compile("(?m)^#?([a-z][a-z.-]*)=(.*)$");

    @ParameterizedTest
    @EnumSource
    void theShippedFileHasEverySetting(SettingKey setting) throws IOException {
        String name = setting.secret()
                ? "(?:" + Pattern.quote(setting.key()) + "|" + Pattern.quote(setting.fileKey()) + ")"
                : Pattern.quote(setting.key());
        assertTrue(
                Pattern.compile("(?m)^#?" + name + "=")
                        .matcher(Files.readString(SHIPPED))
                        .find(),
                setting + " is not in " + SHIPPED);
    }

    @Test
    void theShippedFileHasNoOtherSettingAndShowsDefaults() throws IOException {
        Map<String, SettingKey> known = new HashMap<>();
        for (SettingKey setting : SettingKey.values()) {
            known.put(setting.key(), setting);
            if (setting.secret()) {
                known.put(setting.fileKey(), setting);
            }
        }
        Matcher lines = LINE.matcher(Files.readString(SHIPPED));
        while (lines.find()) {
            SettingKey setting = known.get(lines.group(1));
            assertTrue(setting != null, lines.group(1) + " is not a setting");
            setting.defaultValue()
                    .ifPresent(preset -> assertEquals(
                            preset, lines.group(2), setting + " is shown with another value than its default"));
        }
    }

    @Test
    void everyMeaningIsOneSentence() {
        for (SettingKey setting : SettingKey.values()) {
            assertTrue(
                    setting.meaning().endsWith(".")
                            && List.of(setting.meaning().split("[.!?] ")).size() == 1,
                    setting + ": " + setting.meaning());
        }
    }
}
