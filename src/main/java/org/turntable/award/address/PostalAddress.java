package org.turntable.award.address;

import java.util.Objects;

/**
 * Where a parcel goes. What it prints is masked, so that it cannot stray into a log.
 *
 * @param recipient a name
 * @param mobile    11 digits of the mainland
 * @param province  one of {@link Provinces#ALL}
 * @param city      its city; the same as the province where that is one
 * @param district  empty where the city has none
 * @param detail    street, house, door
 */
public record PostalAddress(String recipient, String mobile, String province, String city, String district, String detail) {
    private static final String SEPARATOR = "\n";

    public PostalAddress {
        Objects.requireNonNull(recipient, "recipient");
        Objects.requireNonNull(mobile, "mobile");
        Objects.requireNonNull(province, "province");
        Objects.requireNonNull(city, "city");
        Objects.requireNonNull(district, "district");
        Objects.requireNonNull(detail, "detail");
    }

    /** All of it as one text, to be sealed; no part has a line feed. */
    public String text() {
        return String.join(SEPARATOR, "1", recipient, mobile, province, city, district, detail);
    }

    /**
     * The address of a text that {@link #text()} gave.
     *
     * @throws IllegalArgumentException for any other
     */
    public static PostalAddress ofText(String text) {
        String[] parts = text.split(SEPARATOR, -1);
        if (parts.length != 7 || !parts[0].equals("1")) {
            throw new IllegalArgumentException("an address of " + parts.length + " parts, which this build does not know");
        }
        return new PostalAddress(parts[1], parts[2], parts[3], parts[4], parts[5], parts[6]);
    }

    /** The name's first letter, and stars. */
    public String maskedRecipient() {
        int letters = recipient.codePointCount(0, recipient.length());
        return recipient.substring(0, recipient.offsetByCodePoints(0, 1)) + "*".repeat(Math.min(2, Math.max(1, letters - 1)));
    }

    /** The number with four stars in its middle. */
    public String maskedMobile() {
        return mobile.substring(0, 3) + "****" + mobile.substring(mobile.length() - 4);
    }

    /** Province and city, as far as a list shows an address. */
    public String area() {
        return city.equals(province) ? province : province + city;
    }

    @Override
    public String toString() {
        return maskedRecipient() + " " + maskedMobile() + " " + area() + "…";
    }
}
