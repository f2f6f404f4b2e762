package org.turntable.award.address;

import java.text.Normalizer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a winner typed, made into an address or into what is wrong with it, field by field. Lighter than a list of all districts, on purpose:
 * divisions below the province change every year, a list that is out of date refuses people's own homes, and a courier finds what a
 * person has read twice. So: the province is picked, the rest is checked for being text of a sensible length and nothing else.
 */
public final class AddressCheck {
    /** A field of the form. */
    public enum Field {
        RECIPIENT, MOBILE, PROVINCE, CITY, DISTRICT, DETAIL, CONSENT;

        /** The field's name in the form and in message keys. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * What was typed.
     *
     * @param consent whether the winner agreed
     */
    public record Typed(String recipient, String mobile, String province, String city, String district, String detail, boolean consent) {
        /** Nothing yet. */
        public static final Typed NOTHING = new Typed("", "", "", "", "", "", false);

        /** An address that is there, to be changed. */
        public static Typed of(PostalAddress there) {
            return new Typed(there.recipient(), there.mobile(), there.province(), there.city(), there.district(), there.detail(), false);
        }

        @Override
        public String toString() {
            return "Typed[(hidden)]";
        }
    }

    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");
    /** Letters of any script with their marks, and what stands between the parts of names. */
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{M}][\\p{L}\\p{M}·•.'’ -]{0,28}[\\p{L}\\p{M}.]");
    private static final Pattern MOBILE = Pattern.compile("1[3-9][0-9]{9}");
    private static final Pattern MOBILE_NOISE = Pattern.compile("[\\s\\p{Z}()\\p{Pd}.]+");
    private static final Pattern COUNTRY = Pattern.compile("^(\\+|00)86");
    private static final Pattern PLACE = Pattern.compile("[\\p{L}\\p{M}][\\p{L}\\p{M}·' -]{0,28}[\\p{L}\\p{M}]");
    private static final Pattern DETAIL = Pattern.compile("[\\p{L}\\p{M}\\p{N}·•#&,.:/()（）,。、;'\"‘’“”\\p{Pd}_~ ]{4,100}");
    private static final Pattern HAS_LETTER = Pattern.compile("\\p{L}");

    private final Map<Field, Problem> problems = new EnumMap<>(Field.class);
    private final Typed tidy;

    /** What is wrong with a field. */
    public enum Problem {
        MISSING, WRONG;

        /** The problem's name in message keys. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private AddressCheck(Typed typed) {
        String province = tidy(typed.province);
        String city = tidy(typed.city);
        tidy = new Typed(tidy(typed.recipient), mobile(typed.mobile), province, city.isEmpty() && Provinces.isCity(province) ? province : city,
                tidy(typed.district), tidy(typed.detail), typed.consent);
        check(Field.RECIPIENT, tidy.recipient, NAME.matcher(tidy.recipient).matches());
        check(Field.MOBILE, tidy.mobile, MOBILE.matcher(tidy.mobile).matches());
        check(Field.PROVINCE, province, Provinces.ALL.contains(province));
        check(Field.CITY, tidy.city, PLACE.matcher(tidy.city).matches());
        if (!tidy.district.isEmpty() || !Provinces.isWithoutDistricts(tidy.city)) {
            check(Field.DISTRICT, tidy.district, PLACE.matcher(tidy.district).matches());
        }
        check(Field.DETAIL, tidy.detail, DETAIL.matcher(tidy.detail).matches() && HAS_LETTER.matcher(tidy.detail).find());
        check(Field.CONSENT, typed.consent ? "yes" : "", true);
    }

    /** Checks what was typed. */
    public static AddressCheck of(Typed typed) {
        return new AddressCheck(typed);
    }

    private void check(Field field, String value, boolean fits) {
        if (value.isEmpty()) {
            problems.put(field, Problem.MISSING);
        } else if (!fits) {
            problems.put(field, Problem.WRONG);
        }
    }

    /** Full-width forms made plain, spaces made single. */
    private static String tidy(String text) {
        return SPACES.matcher(Normalizer.normalize(text == null ? "" : text, Normalizer.Form.NFKC)).replaceAll(" ").strip();
    }

    private static String mobile(String text) {
        String digits = MOBILE_NOISE.matcher(Normalizer.normalize(text == null ? "" : text, Normalizer.Form.NFKC)).replaceAll("");
        String without = COUNTRY.matcher(digits).replaceFirst("");
        return without.length() == 13 && without.startsWith("86") ? without.substring(2) : without;
    }

    /** What is wrong; empty when nothing is. */
    public Map<Field, Problem> problems() {
        return Map.copyOf(problems);
    }

    /** The address; empty when something is wrong. */
    public Optional<PostalAddress> address() {
        return problems.isEmpty() ? Optional.of(new PostalAddress(tidy.recipient, tidy.mobile, tidy.province, tidy.city, tidy.district, tidy.detail))
                : Optional.empty();
    }
}
