package org.turntable.claim.address;

import java.text.Normalizer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Validates the address form of a winner: the result is an address, or the problems by field. There is deliberately no
 * list of cities and districts: they change every year, and an outdated list would refuse existing addresses. The
 * province is selected from a list; the other fields are checked for length and allowed characters only.
 */
public final class AddressValidator {
    /** A field of the form. */
    public enum Field {
        RECIPIENT,
        MOBILE,
        PROVINCE,
        CITY,
        DISTRICT,
        DETAIL,
        CONSENT;

        /** The field's name in the form and in message keys. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * The content of the form.
     *
     * @param consent whether the winner gave consent
     */
    public record Typed(
            String recipient,
            String mobile,
            String province,
            String city,
            String district,
            String detail,
            boolean consent) {
        /** An empty form. */
        public static final Typed NOTHING = new Typed("", "", "", "", "", "", false);

        /** The form with an existing address, to be changed. */
        public static Typed of(PostalAddress there) {
            return new Typed(
                    there.recipient(),
                    there.mobile(),
                    there.province(),
                    there.city(),
                    there.district(),
                    there.detail(),
                    false);
        }

        @Override
        public String toString() {
            return "Typed[(hidden)]";
        }
    }

    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");
    /** Letters of any script with their marks, and separators between the parts of names. */
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{M}][\\p{L}\\p{M}·•.'’ -]{0,28}[\\p{L}\\p{M}.]");

    private static final Pattern MOBILE = Pattern.compile("1[3-9][0-9]{9}");
    private static final Pattern MOBILE_NOISE = Pattern.compile("[\\s\\p{Z}()\\p{Pd}.]+");
    private static final Pattern COUNTRY = Pattern.compile("^(\\+|00)86");
    private static final Pattern PLACE = Pattern.compile("[\\p{L}\\p{M}][\\p{L}\\p{M}·' -]{0,28}[\\p{L}\\p{M}]");
    private static final Pattern DETAIL =
            Pattern.compile("[\\p{L}\\p{M}\\p{N}·•#&,.:/()（）,。、;'\"‘’“”\\p{Pd}_~ ]{4,100}");
    private static final Pattern HAS_LETTER = Pattern.compile("\\p{L}");

    private final Map<Field, Problem> problems = new EnumMap<>(Field.class);
    private final Typed tidy;

    /** The problem of a field. */
    public enum Problem {
        MISSING,
        WRONG;

        /** The problem's name in message keys. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private AddressValidator(Typed typed) {
        String province = tidy(typed.province);
        String city = tidy(typed.city);
        tidy = new Typed(
                tidy(typed.recipient),
                mobile(typed.mobile),
                province,
                city.isEmpty() && Provinces.isCity(province) ? province : city,
                tidy(typed.district),
                tidy(typed.detail),
                typed.consent);
        check(Field.RECIPIENT, tidy.recipient, NAME.matcher(tidy.recipient).matches());
        check(Field.MOBILE, tidy.mobile, MOBILE.matcher(tidy.mobile).matches());
        check(Field.PROVINCE, province, Provinces.ALL.contains(province));
        check(Field.CITY, tidy.city, PLACE.matcher(tidy.city).matches());
        if (!tidy.district.isEmpty() || !Provinces.isWithoutDistricts(tidy.city)) {
            check(Field.DISTRICT, tidy.district, PLACE.matcher(tidy.district).matches());
        }
        check(
                Field.DETAIL,
                tidy.detail,
                DETAIL.matcher(tidy.detail).matches()
                        && HAS_LETTER.matcher(tidy.detail).find());
        check(Field.CONSENT, typed.consent ? "yes" : "", true);
    }

    /** Validates the form. */
    public static AddressValidator of(Typed typed) {
        return new AddressValidator(typed);
    }

    private void check(Field field, String value, boolean fits) {
        if (value.isEmpty()) {
            problems.put(field, Problem.MISSING);
        } else if (!fits) {
            problems.put(field, Problem.WRONG);
        }
    }

    /** Normalises full-width forms and spaces. */
    private static String tidy(String text) {
        return SPACES.matcher(Normalizer.normalize(text == null ? "" : text, Normalizer.Form.NFKC))
                .replaceAll(" ")
                .strip();
    }

    private static String mobile(String text) {
        String digits = MOBILE_NOISE
                .matcher(Normalizer.normalize(text == null ? "" : text, Normalizer.Form.NFKC))
                .replaceAll("");
        String without = COUNTRY.matcher(digits).replaceFirst("");
        return without.length() == 13 && without.startsWith("86") ? without.substring(2) : without;
    }

    /** The problems by field; empty when the form is valid. */
    public Map<Field, Problem> problems() {
        return Map.copyOf(problems);
    }

    /** The address; empty when there are problems. */
    public Optional<PostalAddress> address() {
        return problems.isEmpty()
                ? Optional.of(new PostalAddress(
                        tidy.recipient, tidy.mobile, tidy.province, tidy.city, tidy.district, tidy.detail))
                : Optional.empty();
    }
}
