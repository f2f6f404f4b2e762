package org.turntable.showcase;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.turntable.campaign.LocalText;

/**
 * How a campaign looks: colours, a few texts, pictures. What is not chosen is as usual.
 *
 * @param colours  the chosen ones
 * @param texts    the chosen ones
 * @param pictures by place, such as "banner" or "prize.3"
 */
public record Theme(Map<ThemeColour, Colour> colours, Map<ThemeText, LocalText> texts, Map<String, Picture> pictures) {
    /** The look of a campaign that has none of its own. */
    public static final Theme USUAL = new Theme(Map.of(), Map.of(), Map.of());

    /** Copies the maps. */
    public Theme {
        colours = Map.copyOf(colours);
        texts = Map.copyOf(texts);
        pictures = Map.copyOf(pictures);
    }

    /** The chosen text in a language, if one was chosen. */
    public Optional<String> text(ThemeText text, boolean english) {
        return Optional.ofNullable(texts.get(text)).map(chosen -> chosen.in(english));
    }

    /** The picture of a prize by its position, from 1, if it has one. */
    public Optional<Picture> prizePicture(int position) {
        return Optional.ofNullable(pictures.get(Picture.Place.PRIZE.word() + "." + position));
    }

    /** What stands against this theme, one sentence each; empty when nothing does. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>(new Palette(colours).problems());
        texts.forEach((text, chosen) -> {
            tooLong(problems, "text." + text.word(), chosen.chinese(), text.most(false));
            if (chosen.english() != null) {
                tooLong(problems, "text." + text.word() + ".en", chosen.english(), text.most(true));
            }
        });
        return problems;
    }

    private static void tooLong(List<String> problems, String name, String text, int most) {
        if (text.isBlank() || text.codePointCount(0, text.length()) > most || text.chars().anyMatch(Character::isISOControl)) {
            problems.add(name + " has 1 to " + most + " characters, all printable");
        }
    }

    /** The theme as names and values, as rows hold it; a picture's value is its hash. */
    public Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        inOrder(ThemeColour.class, colours).forEach((colour, chosen) -> values.put("colour." + colour.word(), chosen.hex()));
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
     * A theme out of names and values.
     *
     * @param values   as {@link #values()} gives them
     * @param pictures the picture that a value stands for
     * @param unknown  gets a sentence for each name or value that means nothing here, and the rest is the theme
     */
    public static Theme of(Map<String, String> values, PictureSource pictures, List<String> unknown) {
        Map<ThemeColour, Colour> colours = new EnumMap<>(ThemeColour.class);
        Map<ThemeText, LocalText> texts = new EnumMap<>(ThemeText.class);
        Map<String, Picture> shown = new TreeMap<>();
        new TreeMap<>(values).forEach((name, value) -> {
            String key = name.substring(name.indexOf('.') + 1);
            if (name.startsWith("colour.") && ThemeColour.of(key).isPresent()) {
                Colour.parse(value).ifPresentOrElse(colour -> colours.put(ThemeColour.of(key).get(), colour),
                        () -> unknown.add(name + "=" + value + " is no colour; write it as #rrggbb"));
            } else if (name.startsWith("text.") && ThemeText.of(key).isPresent()) {
                texts.put(ThemeText.of(key).get(), new LocalText(value, values.get(name + ".en")));
            } else if (name.startsWith("text.") && name.endsWith(".en") && ThemeText.of(key.substring(0, key.length() - 3)).isPresent()) {
                if (!values.containsKey(name.substring(0, name.length() - 3))) {
                    unknown.add(name + " needs " + name.substring(0, name.length() - 3) + " beside it: Chinese is what every page falls back to");
                }
            } else if (name.startsWith("picture.") && Picture.Place.of(key).isPresent()) {
                pictures.of(Picture.Place.of(key).get(), value, unknown).ifPresent(picture -> shown.put(key, picture));
            } else {
                unknown.add(name + " is no part of a theme");
            }
        });
        return new Theme(colours, texts, shown);
    }

    /** Where pictures come from: files of an operator, or rows. */
    public interface PictureSource {
        /** The picture that a value stands for; empty, with a sentence in {@code problems}, when there is none. */
        Optional<Picture> of(Picture.Place place, String value, List<String> problems);
    }
}
