package org.turntable.web.page;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import org.turntable.showcase.Palette;
import org.turntable.showcase.Picture;
import org.turntable.showcase.Theme;
import org.turntable.showcase.ThemeText;

/**
 * How a campaign's pages look in a language: its theme, ready to be rendered.
 *
 * @param css       the style sheet that recolours the usual one; empty for the usual colours
 * @param cssSource what allows it in the security policy; empty where there is none
 * @param bar       the colour of the browser's own bar
 * @param slogan    a line below the campaign's name; null for none
 * @param cheer     what a win is greeted with; null for the usual words
 * @param losing    what a losing slice says; null for the usual words
 * @param banner    the picture above the name; null for none
 * @param share     address of the picture that goes with a shared link; null for the usual one
 */
public record Look(String css, String cssSource, String bar, String slogan, String cheer, String losing, Image banner, String share) {
    /** Where pictures of themes are, with their file names. */
    public static final String PICTURES = "/pictures/";
    /** The look of pages that belong to no campaign. */
    public static final Look USUAL = new Look("", "", "#c81a25", null, null, null, null, null);

    /**
     * A picture on a page.
     *
     * @param url    its address
     * @param width  in pixels
     * @param height in pixels
     */
    public record Image(String url, int width, int height) {
        /** Below a context path. */
        public static Image of(Picture picture, String contextPath) {
            return new Image(contextPath + PICTURES + picture.fileName(), picture.width(), picture.height());
        }
    }

    /** The look that a theme gives. */
    public static Look of(Theme theme, Lang lang, String contextPath) {
        Palette palette = new Palette(theme.colours());
        String css = theme.colours().isEmpty() ? "" : palette.css();
        return new Look(css, css.isEmpty() ? "" : source(css), palette.colour("sky").hex(), text(theme, ThemeText.SLOGAN, lang),
                text(theme, ThemeText.CHEER, lang), text(theme, ThemeText.LOSING, lang),
                picture(theme, Picture.Place.BANNER).map(banner -> Image.of(banner, contextPath)).orElse(null),
                picture(theme, Picture.Place.SHARE).map(share -> Image.of(share, contextPath).url()).orElse(null));
    }

    /** The source expression that lets a page hold this very style sheet, and no other, within itself. */
    static String source(String css) {
        try {
            return "'sha256-" + Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(css.getBytes(StandardCharsets.UTF_8))) + "'";
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private static String text(Theme theme, ThemeText text, Lang lang) {
        return theme.text(text, lang == Lang.EN).orElse(null);
    }

    private static Optional<Picture> picture(Theme theme, Picture.Place place) {
        return Optional.ofNullable(theme.pictures().get(place.word()));
    }
}
