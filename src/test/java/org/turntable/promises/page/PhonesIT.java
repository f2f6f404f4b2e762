package org.turntable.promises.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.turntable.showcase.Colour;
import org.turntable.testing.browser.Chromium;
import org.turntable.testing.browser.Chromium.Phone;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.ProjectFiles;
import org.turntable.web.warmup.GalleryServer;

/**
 * Every state of every page on eight emulated phones, in both languages: nothing overflows, is cut off, lies on
 * something else, is too small to be hit or too pale to be read. With {@code -Dsuite.pictures=true} it leaves a picture
 * of each state on a small and on a large phone in target/screenshots.
 */
class PhonesIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final double READABLE = 4.5;
    private static final List<String> LANGUAGES = List.of("zh-CN", "en");
    private static final String ANDROID =
            "Mozilla/5.0 (Linux; Android 9; Redmi 7A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
                    + "Chrome/89.0 Mobile Safari/537.36 "
                    + "XWEB/4313 MMWEBSDK/20220903 MicroMessenger/8.0.28 WeChat/arm64 NetType/4G Language/";
    private static final String IPHONE =
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
                    + "Mobile/15E148 "
                    + "MicroMessenger/8.0.49(0x18003137) NetType/WIFI Language/";

    /** A phone's screen, and how large its text is set. */
    private record Screen(String name, int width, int height, double text) {}

    private static final List<Screen> SCREENS = List.of(
            new Screen("small-android", 320, 533, 1),
            new Screen("android", 360, 740, 1),
            new Screen("iphone-se", 375, 667, 1),
            new Screen("iphone", 390, 844, 1),
            new Screen("large-iphone", 430, 932, 1),
            new Screen("landscape-android", 640, 360, 1),
            new Screen("landscape-iphone", 844, 390, 1),
            new Screen("big-text", 360, 740, 2));

    private static Chromium browser;
    private static GalleryServer pages;
    private static String layoutCheck;
    private static String textPlaces;

    @BeforeAll
    static void start() throws IOException {
        browser = Chromium.start();
        pages = new GalleryServer();
        layoutCheck = Files.readString(ProjectFiles.file("src/test/resources/pages/layout-check.js"));
        textPlaces = Files.readString(ProjectFiles.file("src/test/resources/pages/text-places.js"));
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (pages != null) {
            pages.close();
        }
    }

    @Test
    void everyStateFitsEveryPhoneInBothLanguages() throws IOException {
        List<String> wrong = new ArrayList<>();
        List<Phone> phones = new ArrayList<>();
        for (String language : LANGUAGES) {
            Phone phone = still(320, 533).as((language.equals("en") ? IPHONE : ANDROID) + language, language);
            for (String state : pages.states()) {
                phone.open(pages.at(language, state));
                phone.evaluate(STAY);
                for (Screen screen : SCREENS) {
                    phone.resize(screen.width(), screen.height());
                    if (screen.text() != 1) {
                        phone.evaluate(ENLARGED.replace("FACTOR", Double.toString(screen.text())));
                    }
                    for (JsonNode problem : phone.evaluate(layoutCheck)) {
                        wrong.add(state + " in " + language + " on " + screen.name() + ": " + problem.asText());
                    }
                    if (screen.name().equals("small-android") || screen.name().equals("large-iphone")) {
                        phone.snapshot("phones-" + state + "." + language + "." + screen.name());
                    }
                }
            }
            phones.add(phone);
        }
        assertTrue(wrong.isEmpty(), () -> wrong.size() + " things do not fit:\n" + String.join("\n", wrong));
        phones.forEach(Phone::assertNoComplaints);
    }

    @Test
    void everyTextCanBeReadOnWhatIsBehindIt() throws IOException {
        List<String> pale = new ArrayList<>();
        Phone phone = still(360, 740).resize(360, 740);
        for (String state : pages.states()) {
            phone.open(pages.at("zh-CN", state));
            phone.evaluate(STAY);
            JsonNode places = phone.evaluate(textPlaces);
            BufferedImage behind = phone.wholePage();
            for (JsonNode place : places) {
                double contrast = worstContrast(behind, place);
                if (contrast < READABLE) {
                    pale.add(String.format(
                            Locale.ROOT,
                            "%s: \"%s\" has a contrast of %.2f",
                            state,
                            place.get("text").asText(),
                            contrast));
                }
            }
        }
        assertTrue(pale.isEmpty(), () -> pale.size() + " texts are hard to read:\n" + String.join("\n", pale));
    }

    @Test
    void everyStateThatCanBePlayedIsPlayedFromTheKeyboardAlone() {
        Phone phone = still(360, 740);
        phone.open(pages.at("en", "open-new"));
        pages.answerDraws(
                number -> GalleryServer.Reply.json(
                        "{\"status\":\"win\",\"number\":1,\"segment\":4,\"prize\":{\"name\":\"Gift\",\"kind\":\"coupon\"},\"next\":2,\"chancesToday\":2,\"chancesInAll\":14}"));
        for (int i = 0; i < 12 && !phone.is("document.activeElement.id === 'go'"); i++) {
            key(phone, "Tab");
        }
        assertTrue(phone.is("document.activeElement.id === 'go'"), "the button is reached with the Tab key");
        key(phone, "Enter");
        phone.awaitResult("win");
        assertTrue(phone.announced().contains("Gift"), phone.announced());
        assertEquals("won-go", phone.text("document.activeElement.id"), "the card of the win has the focus");
        key(phone, "Tab");
        assertEquals("won-close", phone.text("document.activeElement.id"), "which does not leave it");
        key(phone, "Tab");
        assertEquals("won-go", phone.text("document.activeElement.id"));
        key(phone, "Escape");
        Await.until(
                "the card is closed",
                LIMIT,
                () -> phone.is("document.getElementById('won').hidden && document.activeElement.id === 'go'"));
        phone.assertNoComplaints();
    }

    /** Some states reload themselves after seconds, which on a busy machine would be in the middle of a check. */
    private static final String STAY =
            "for (let last = setTimeout(() => {}); last > 0; last--) { clearTimeout(last); }";

    private static final String ENLARGED = """
            (() => {
              const texts = [...document.body.querySelectorAll('*')].filter(e => !e.closest('svg') && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()));
              texts.map(e => [e, parseFloat(getComputedStyle(e).fontSize)]).forEach(([e, size]) => { e.style.fontSize = size * FACTOR + 'px'; });
            })()""";

    private static void key(Phone phone, String key) {
        int code = key.equals("Tab") ? 9 : key.equals("Enter") ? 13 : 27;
        Map<String, Object> down = key.equals("Enter")
                ? Map.of("type", "keyDown", "key", key, "code", key, "windowsVirtualKeyCode", code, "text", "\r")
                : Map.of("type", "keyDown", "key", key, "code", key, "windowsVirtualKeyCode", code);
        phone.command("Input.dispatchKeyEvent", down);
        phone.command(
                "Input.dispatchKeyEvent",
                Map.of("type", "keyUp", "key", key, "code", key, "windowsVirtualKeyCode", code));
    }

    /** A phone whose owner wants no animations, so that pictures and measures wait for none. */
    private static Phone still(int width, int height) {
        Phone phone = browser.phone(width, height);
        phone.command(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
        return phone;
    }

    /**
     * The lowest contrast of a line's colour with any of a grid of points behind it, but for one in twenty: an ornament
     * may touch a letter.
     */
    private static double worstContrast(BufferedImage behind, JsonNode place) {
        List<Double> contrasts = new ArrayList<>();
        List<Integer> parts = Pattern.compile("[\\d.]+")
                .matcher(place.get("colour").asText())
                .results()
                .map(MatchResult::group)
                .map(number -> (int) Math.round(Double.parseDouble(number)))
                .toList();
        Colour colour = new Colour(parts.get(0) << 16 | parts.get(1) << 8 | parts.get(2));
        for (double x = 0.02; x < 1; x += 0.06) {
            for (double y = 0.15; y < 0.9; y += 0.14) {
                int px = (int) ((place.get("x").asDouble() + place.get("w").asDouble() * x));
                int py = (int) ((place.get("y").asDouble() + place.get("h").asDouble() * y));
                if (px >= 0 && py >= 0 && px < behind.getWidth() && py < behind.getHeight()) {
                    contrasts.add(colour.contrast(new Colour(behind.getRGB(px, py) & 0xffffff)));
                }
            }
        }
        contrasts.sort(null);
        return contrasts.isEmpty() ? 21 : contrasts.get(contrasts.size() / 20);
    }
}
