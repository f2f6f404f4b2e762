package org.turntable.showcase;

import java.util.Map;
import java.util.Optional;

/**
 * A picture of a theme, already scaled for phones.
 *
 * @param sha256 of its bytes, 64 hexadecimal digits: its name
 * @param mediaType image/png or image/jpeg
 * @param width in pixels
 * @param height in pixels
 * @param bytes the file; not to be changed
 */
public record Picture(String sha256, String mediaType, int width, int height, byte[] bytes) {
    /** The maximum size in bytes: what a connection of 400 kbit/s transfers in about a second. */
    public static final int MOST_BYTES = 60_000;

    private static final Map<String, String> ENDINGS = Map.of("image/png", "png", "image/jpeg", "jpg");

    public Picture {
        if (!ENDINGS.containsKey(mediaType)
                || width < 1
                || height < 1
                || bytes.length == 0
                || bytes.length > MOST_BYTES) {
            throw new IllegalArgumentException("no picture for a page: " + mediaType + ", " + width + " x " + height
                    + ", " + bytes.length + " bytes");
        }
        if (!RulesText.sha256(bytes).equals(sha256)) {
            throw new IllegalArgumentException("picture " + sha256 + " has other bytes than its name says");
        }
    }

    /** A picture of these bytes. */
    public static Picture of(String mediaType, int width, int height, byte[] bytes) {
        return new Picture(RulesText.sha256(bytes), mediaType, width, height, bytes);
    }

    /** Its file name in addresses. */
    public String fileName() {
        return sha256.substring(0, 16) + "." + ENDINGS.get(mediaType);
    }

    /** Where a theme may have a picture. */
    public enum Place {
        /** At full width, above the campaign's name. */
        BANNER("banner", 750, 300),
        /** The square picture of a shared link. */
        SHARE("share", 300, 300),
        /** A prize, on the wheel and in lists: picture.prize.1 is that of the first one. */
        PRIZE("prize", 240, 240);

        private final String word;
        private final int width;
        private final int height;

        Place(String word, int width, int height) {
            this.word = word;
            this.width = width;
            this.height = height;
        }

        /** Its name in a theme's file, after "picture.". */
        public String word() {
            return word;
        }

        /** The maximum width on a phone, in pixels. */
        public int width() {
            return width;
        }

        /** The maximum height on a phone, in pixels. */
        public int height() {
            return height;
        }

        /** The place of a name such as "banner" or "prize.3". */
        public static Optional<Place> of(String name) {
            if (name.matches("prize\\.[1-9]\\d{0,2}")) {
                return Optional.of(PRIZE);
            }
            return name.equals(BANNER.word)
                    ? Optional.of(BANNER)
                    : name.equals(SHARE.word) ? Optional.of(SHARE) : Optional.empty();
        }
    }
}
