package org.turntable.showcase;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.turntable.campaign.LocalizedText;

/**
 * The look of a campaign: colours, a few texts, pictures. What is not set has its default.
 *
 * @param colours those that are set
 * @param texts those that are set
 * @param pictures by place, such as "banner" or "prize.3"
 */
public record Theme(
        Map<ThemeColour, Colour> colours, Map<ThemeText, LocalizedText> texts, Map<String, Picture> pictures) {
    /** The look of a campaign without a theme. */
    public static final Theme DEFAULT = new Theme(Map.of(), Map.of(), Map.of());

    /** Copies the maps. */
    public Theme {
        colours = Map.copyOf(colours);
        texts = Map.copyOf(texts);
        pictures = Map.copyOf(pictures);
    }

    /** The text in a language, if it is set. */
    public Optional<String> text(ThemeText text, boolean english) {
        return Optional.ofNullable(texts.get(text)).map(chosen -> chosen.in(english));
    }

    /** The picture of a prize by its position, from 1, if it has one. */
    public Optional<Picture> prizePicture(int position) {
        return Optional.ofNullable(pictures.get(Picture.Place.PRIZE.word() + "." + position));
    }

    /** One sentence for each problem of this theme; empty when it is valid. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>(new Palette(colours).problems());
        texts.forEach((text, chosen) -> {
            tooLong(problems, "text." + text.word(), chosen.chinese(), text.maxLength(false));
            if (chosen.english() != null) {
                tooLong(problems, "text." + text.word() + ".en", chosen.english(), text.maxLength(true));
            }
        });
        return problems;
    }

    private static void tooLong(List<String> problems, String name, String text, int most) {
        if (text.isBlank()
                || text.codePointCount(0, text.length()) > most
                || text.chars().anyMatch(Character::isISOControl)) {
            problems.add(name + " has 1 to " + most + " characters, all printable");
        }
    }

    /** The theme as names and values, as stored in rows; the value of a picture is its hash. */
    public Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        inOrder(ThemeColour.class, colours)
                .forEach((colour, chosen) -> values.put("colour." + colour.word(), chosen.hex()));
        inOrder(ThemeText.class, texts).forEach((text, chosen) -> {
            values.put("text." + text.word(), chosen.chinese());
            if (chosen.english() != null) {
                values.put("text." + text.word() + ".en", chosen.english());
            }
        });
        new TreeMap<>(pictures).forEach((place, picture) -> values.put("picture." + place, picture.sha256()));
        return values;
    }

    private static <K extends Enum<K>, V> EnumMap<K, V> inOrder(Class<K> keys, Map<K, V> map) {
        EnumMap<K, V> ordered = new EnumMap<>(keys);
        ordered.putAll(map);
        return ordered;
    }

    /**
     * Makes a theme of names and values.
     *
     * @param values as returned by {@link #values()}
     * @param pictures finds the picture of a value
     * @param unknown receives a sentence for each unknown name or invalid value, which is left out
     */
    public static Theme of(Map<String, String> values, PictureSource pictures, List<String> unknown) {
        Map<ThemeColour, Colour> colours = new EnumMap<>(ThemeColour.class);
        Map<ThemeText, LocalizedText> texts = new EnumMap<>(ThemeText.class);
        Map<String, Picture> shown = new TreeMap<>();
        new TreeMap<>(values).forEach((name, value) -> {
            String key = name.substring(name.indexOf('.') + 1);
            if (name.startsWith("colour.") && ThemeColour.of(key).isPresent()) {
                Colour.parse(value)
                        .ifPresentOrElse(
                                colour -> colours.put(ThemeColour.of(key).get(), colour),
                                () -> unknown.add(name + "=" + value + " is no colour; write it as #rrggbb"));
            } else if (name.startsWith("text.") && ThemeText.of(key).isPresent()) {
                texts.put(ThemeText.of(key).get(), new LocalizedText(value, values.get(name + ".en")));
            } else if (name.startsWith("text.")
                    && name.endsWith(".en")
                    && ThemeText.of(key.substring(0, key.length() - 3)).isPresent()) {
                if (!values.containsKey(name.substring(0, name.length() - 3))) {
                    unknown.add(name + " needs " + name.substring(0, name.length() - 3)
                            + " beside it: Chinese is what every page falls back to");
                }
            } else if (name.startsWith("picture.") && Picture.Place.of(key).isPresent()) {
                pictures.of(Picture.Place.of(key).get(), value, unknown).ifPresent(picture -> shown.put(key, picture));
            } else {
                unknown.add(name + " is no part of a theme");
            }
        });
        return new Theme(colours, texts, shown);
    }

    /** A source of pictures: files of an operator, or rows. */
    public interface PictureSource {
        /** The picture of a value; empty, with a sentence in {@code problems}, when there is none. */
        Optional<Picture> of(Picture.Place place, String value, List<String> problems);
    }
}
