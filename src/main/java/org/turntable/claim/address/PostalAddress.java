package org.turntable.claim.address;

import java.util.Objects;

/**
 * A postal address. {@link #toString()} is masked, so that no address gets into a log.
 *
 * @param recipient a name
 * @param mobile a mainland number of 11 digits
 * @param province one of {@link Provinces#ALL}
 * @param city equal to the province for a municipality
 * @param district empty when the city has none
 * @param detail street, building and room
 */
public record PostalAddress(
        String recipient, String mobile, String province, String city, String district, String detail) {
    private static final String SEPARATOR = "\n";

    public PostalAddress {
        Objects.requireNonNull(recipient, "recipient");
        Objects.requireNonNull(mobile, "mobile");
        Objects.requireNonNull(province, "province");
        Objects.requireNonNull(city, "city");
        Objects.requireNonNull(district, "district");
        Objects.requireNonNull(detail, "detail");
    }

    /** The whole address as one text, to be sealed; no part contains a line feed. */
    public String text() {
        return String.join(SEPARATOR, "1", recipient, mobile, province, city, district, detail);
    }

    /**
     * The address of a text made by {@link #text()}.
     *
     * @throws IllegalArgumentException for any other text
     */
    public static PostalAddress ofText(String text) {
        String[] parts = text.split(SEPARATOR, -1);
        if (parts.length != 7 || !parts[0].equals("1")) {
            throw new IllegalArgumentException(
                    "an address of " + parts.length + " parts, which this build does not know");
        }
        return new PostalAddress(parts[1], parts[2], parts[3], parts[4], parts[5], parts[6]);
    }

    /** The first character of the name, followed by asterisks. */
    public String maskedRecipient() {
        int letters = recipient.codePointCount(0, recipient.length());
        return recipient.substring(0, recipient.offsetByCodePoints(0, 1))
                + "*".repeat(Math.min(2, Math.max(1, letters - 1)));
    }

    /** The number with four asterisks in the middle. */
    public String maskedMobile() {
        return mobile.substring(0, 3) + "****" + mobile.substring(mobile.length() - 4);
    }

    /** Province and city, the part that lists show. */
    public String area() {
        return city.equals(province) ? province : province + city;
    }

    @Override
    public String toString() {
        return maskedRecipient() + " " + maskedMobile() + " " + area() + "…";
    }
}
