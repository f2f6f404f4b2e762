package org.turntable.showcase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.turntable.campaign.LocalizedText;

class ThemeTest {
    private static final Picture WATCH = Picture.of("image/png", 10, 10, new byte[] {1, 2, 3});

    private final List<String> problems = new ArrayList<>();

    @Test
    void aThemeIsReadBackUnchanged() {
        Theme theme = new Theme(
                Map.of(ThemeColour.SKY, new Colour(0x0a625b)),
                Map.of(
                        ThemeText.SLOGAN,
                        new LocalizedText("一转好心情", "A turn"),
                        ThemeText.CHEER,
                        new LocalizedText("好运", null)),
                Map.of("prize.3", WATCH, "banner", WATCH));
        assertEquals(
                theme,
                Theme.of(
                        theme.values(),
                        (place, value, told) -> Optional.of(WATCH)
                                .filter(picture -> picture.sha256().equals(value)),
                        problems));
        assertEquals(List.of(), problems);
        assertEquals(Optional.of(WATCH), theme.prizePicture(3));
        assertEquals(Optional.of("好运"), theme.text(ThemeText.CHEER, true));
    }

    @Test
    void unknownValuesAreReportedAndLeftOut() {
        Theme theme = Theme.of(
                Map.of(
                        "colour.sky",
                        "#0a625b",
                        "colour.sun",
                        "#ffffff",
                        "colour.ink",
                        "black",
                        "text.slogan.en",
                        "A turn",
                        "picture.prize.0",
                        "x",
                        "picture.hero",
                        "x",
                        "font",
                        "Comic Sans"),
                (place, value, told) -> Optional.empty(),
                problems);
        assertEquals(new Theme(Map.of(ThemeColour.SKY, new Colour(0x0a625b)), Map.of(), Map.of()), theme);
        assertEquals(
                List.of(
                        "colour.ink=black is no colour; write it as #rrggbb",
                        "colour.sun is no part of a theme",
                        "font is no part of a theme",
                        "picture.hero is no part of a theme",
                        "picture.prize.0 is no part of a theme",
                        "text.slogan.en needs text.slogan beside it: Chinese is what every page falls back to"),
                problems);
    }

    @Test
    void aTextThatIsTooLongForASmallPhoneIsRejected() {
        assertEquals(List.of(), themed("谢谢参与啊啊").problems());
        for (String wrong : List.of("谢谢参与啊啊啊", " ", "a\nb")) {
            assertEquals(
                    List.of("text.losing has 1 to 6 characters, all printable"),
                    themed(wrong).problems(),
                    wrong);
        }
    }

    @Test
    void aPictureMatchesItsHashAndIsSmall() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Picture(WATCH.sha256(), "image/png", 10, 10, new byte[] {1, 2, 4}));
        assertThrows(
                IllegalArgumentException.class,
                () -> Picture.of("image/svg+xml", 10, 10, new byte[] {1}),
                "which could hold a script");
        assertThrows(
                IllegalArgumentException.class,
                () -> Picture.of("image/png", 10, 10, new byte[Picture.MOST_BYTES + 1]));
        assertTrue(WATCH.fileName().matches("[0-9a-f]{16}\\.png"));
    }

    private static Theme themed(String losing) {
        return new Theme(Map.of(), Map.of(ThemeText.LOSING, new LocalizedText(losing, null)), Map.of());
    }
}
