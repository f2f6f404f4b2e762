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
 * The theme of a campaign's pages in one language, ready to be rendered.
 *
 * @param css the style sheet that overrides the default colours; empty for the default colours
 * @param cssSource the source expression that allows it in the security policy; empty where there is none
 * @param bar the colour of the browser's bar
 * @param slogan a line below the campaign's name; null for none
 * @param cheer the headline of a win; null for the default
 * @param losing the label of a losing slice; null for the default
 * @param banner the picture above the name; null for none
 * @param share address of the picture that goes with a shared link; null for the default one
 */
public record PageTheme(
        String css,
        String cssSource,
        String bar,
        String slogan,
        String cheer,
        String losing,
        Image banner,
        String share) {
    /** Where pictures of themes are, with their file names. */
    public static final String PICTURES = "/pictures/";
    /** The theme of pages that belong to no campaign. */
    public static final PageTheme USUAL = new PageTheme("", "", "#c81a25", null, null, null, null, null);

    /**
     * A picture on a page.
     *
     * @param url its address
     * @param width in pixels
     * @param height in pixels
     */
    public record Image(String url, int width, int height) {
        /** The same picture below a context path. */
        public static Image of(Picture picture, String contextPath) {
            return new Image(contextPath + PICTURES + picture.fileName(), picture.width(), picture.height());
        }
    }

    /** The page theme of a campaign's theme. */
    public static PageTheme of(Theme theme, Lang lang, String contextPath) {
        Palette palette = new Palette(theme.colours());
        String css = theme.colours().isEmpty() ? "" : palette.css();
        return new PageTheme(
                css,
                css.isEmpty() ? "" : source(css),
                palette.colour("sky").hex(),
                text(theme, ThemeText.SLOGAN, lang),
                text(theme, ThemeText.CHEER, lang),
                text(theme, ThemeText.LOSING, lang),
                picture(theme, Picture.Place.BANNER)
                        .map(banner -> Image.of(banner, contextPath))
                        .orElse(null),
                picture(theme, Picture.Place.SHARE)
                        .map(share -> Image.of(share, contextPath).url())
                        .orElse(null));
    }

    /** The source expression that allows exactly this inline style sheet. */
    static String source(String css) {
        try {
            return "'sha256-"
                    + Base64.getEncoder()
                            .encodeToString(
                                    MessageDigest.getInstance("SHA-256").digest(css.getBytes(StandardCharsets.UTF_8)))
                    + "'";
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
