package org.turntable.web.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.turntable.campaign.PrizeKind;
import org.turntable.web.draw.CampaignPage;

class MessagesTest {
    private static final Pattern USED = Pattern.compile("msg\\(\"([^\"]+)\"(\\s*\\+)?");
    private static final Pattern ARGUMENT = Pattern.compile("\\{\\d[^}]*}");

    private final Messages messages = new Messages();

    @Test
    void bothLanguagesHaveTheSameKeysWithTheSameArguments() {
        assertEquals(messages.keys(Lang.ZH_CN), messages.keys(Lang.EN));
        for (String key : messages.keys(Lang.EN)) {
            assertEquals(argumentsOf(Lang.ZH_CN, key), argumentsOf(Lang.EN, key), key);
        }
    }

    @Test
    void everyKeyThatATemplateUsesExists() throws IOException {
        Set<String> used = new TreeSet<>();
        try (Stream<Path> files = Files.list(WebappFolder.SOURCE.resolve("WEB-INF/templates"))) {
            for (Path file : files.toList()) {
                Matcher matcher = USED.matcher(Files.readString(file));
                while (matcher.find()) {
                    used.add(matcher.group(1) + (matcher.group(2) == null ? "" : "*"));
                }
            }
        }
        assertFalse(used.isEmpty());
        for (String key : used) {
            if (key.endsWith("*")) {
                String prefix = key.substring(0, key.length() - 1);
                assertTrue(messages.keys(Lang.EN).stream().anyMatch(known -> known.startsWith(prefix)), key);
            } else {
                assertTrue(messages.has(key), key);
            }
        }
    }

    @Test
    void everyKindPhaseAndRefusalHasAMessage() {
        for (PrizeKind kind : PrizeKind.values()) {
            assertTrue(messages.has("kind." + kind.word()), kind.word());
        }
        for (CampaignPage.Phase phase : CampaignPage.Phase.values()) {
            String code = phase.name().toLowerCase(Locale.ROOT);
            assertTrue(messages.has("hub." + code), code);
            assertTrue(phase == CampaignPage.Phase.OPEN || messages.has("campaign." + code), code);
        }
        for (Notice notice : Notice.values()) {
            assertTrue(messages.has(notice.messageKey()), notice.code());
        }
    }

    @Test
    void noMessageHasAPlainApostropheWhichMessageFormatWouldDrop() {
        for (Lang lang : Lang.values()) {
            for (String key : messages.keys(lang)) {
                assertFalse(messages.text(lang, key).contains("'"), key);
            }
        }
    }

    @Test
    void argumentsAreFormattedForTheLanguage() {
        assertEquals("20,000 in all", messages.text(Lang.EN, "campaign.quantity", 20_000L));
        assertEquals("共 20,000 份", messages.text(Lang.ZH_CN, "campaign.quantity", 20_000L));
    }

    @Test
    void aMissingKeyFails() {
        assertThrows(IllegalArgumentException.class, () -> messages.text(Lang.EN, "no.such.key"));
        assertFalse(messages.has("no.such.key"));
    }

    private Set<String> argumentsOf(Lang lang, String key) {
        return ARGUMENT.matcher(messages.text(lang, key))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
