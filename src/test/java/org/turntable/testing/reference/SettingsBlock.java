package org.turntable.testing.reference;

import static org.turntable.testing.reference.MarkdownTable.code;

import org.turntable.config.SettingKey;

/** All settings with their defaults and meanings, from {@link SettingKey}. */
final class SettingsBlock {
    private SettingsBlock() {}

    static String text() {
        MarkdownTable table = new MarkdownTable("key", "default", "meaning");
        for (SettingKey setting : SettingKey.values()) {
            String value = setting.defaultValue().orElse("");
            table.row(code(setting.key()), setting.secret() ? "secret, none" : code(value), setting.meaning());
        }
        return table.toString();
    }
}
