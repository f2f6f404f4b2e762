package org.turntable.showcase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.turntable.testing.stack.ProjectFiles;

class PaletteTest {
    private static final Pattern PROPERTY = Pattern.compile("--([a-z-]+): ?(#[0-9a-f]{6});");

    @Test
    void contrastIsThatOfWcag() {
        assertEquals(21, Colour.WHITE.contrast(Colour.BLACK), 1e-9);
        assertEquals(1, Colour.WHITE.contrast(Colour.WHITE), 1e-9);
        // The two greys on white that every table of WCAG names as just failing and just passing.
        assertEquals(4.48, Colour.WHITE.contrast(colour("#777777")), 0.005);
        assertEquals(4.54, colour("#767676").contrast(Colour.WHITE), 0.005);
    }

    @Test
    void onlyHashAndSixDigitsAreAColour() {
        for (String wrong : List.of(
                "",
                "#fff",
                "red",
                "#12345",
                "#1234567",
                "#12345g",
                "123456",
                "#12 456",
                "rgb(0,0,0)",
                "#ffffff;}body{")) {
            assertEquals(Optional.empty(), Colour.parse(wrong), wrong);
        }
        assertEquals(Optional.empty(), Colour.parse(null));
        assertEquals("#0a1bff", Colour.parse("#0A1bFf").orElseThrow().hex());
    }

    @Test
    void theDefaultColoursHaveEnoughContrastAndAreThoseOfTheStyleSheet() throws IOException {
        Palette usual = new Palette(Map.of());
        assertEquals(List.of(), usual.problems());
        String root = Files.readString(ProjectFiles.file("src/main/webapp/assets/turntable.css"));
        assertEquals(properties(usual.css()), properties(root.substring(root.indexOf(":root"), root.indexOf('}'))));
    }

    @Test
    void aThemeWithTooLittleContrastIsReportedWithPlaceAndValue() {
        List<String> problems = new Palette(Map.of(ThemeColour.INK, colour("#b0a090"))).problems();
        assertTrue(
                problems.contains("text on cards: #b0a090 on #fffaf0 has a contrast of 2.44 and needs 4.5"),
                problems.toString());
        assertTrue(new Palette(Map.of(ThemeColour.SKY, colour("#ffd0d0")))
                .problems().stream().anyMatch(told -> told.startsWith("the campaign's name: ")));
        assertTrue(new Palette(Map.of(ThemeColour.SLICE_B, colour("#8e0f18")))
                .problems().stream().anyMatch(told -> told.startsWith("names on the wheel: ")));
        assertTrue(new Palette(Map.of(ThemeColour.BUTTON_INK, colour("#fbd15e")))
                .problems().stream().anyMatch(told -> told.startsWith("the button, ")));
    }

    @Test
    void theStyleSheetOfAThemeContainsOnlyColours() {
        assertTrue(new Palette(Map.of(ThemeColour.SKY, colour("#123456")))
                .css()
                .matches(":root\\{(--[a-z-]+:(#[0-9a-f]{6}|rgba\\([0-9.,]+\\));)+}"));
    }

    private static Colour colour(String hex) {
        return Colour.parse(hex).orElseThrow();
    }

    private static Map<String, String> properties(String css) {
        return PROPERTY.matcher(css)
                .results()
                .collect(Collectors.toMap(
                        found -> found.group(1), (MatchResult found) -> found.group(2), (a, b) -> b, TreeMap::new));
    }
}
