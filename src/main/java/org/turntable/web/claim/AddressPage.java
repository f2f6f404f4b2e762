package org.turntable.web.claim;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.turntable.claim.address.AddressValidator;
import org.turntable.claim.address.AddressValidator.Typed;
import org.turntable.claim.address.Provinces;

/**
 * The form for a posted prize's address.
 *
 * @param slug the campaign's name in addresses
 * @param name the campaign's name in the page's language
 * @param organiser the organiser, who receives the address
 * @param prize the prize's name
 * @param number the winning draw's number
 * @param csrf the form's token
 * @param revision the revision that this form was rendered with
 * @param typed the values of the fields
 * @param problems field by field, {@code missing} or {@code wrong}
 * @param notice the notice above the form
 * @param stored whether an address is stored, which can be withdrawn
 * @param keptDays days for which it is kept after the parcel was shipped
 */
public record AddressPage(
        String slug,
        String name,
        String organiser,
        String prize,
        int number,
        String csrf,
        int revision,
        Typed typed,
        Map<String, String> problems,
        AddressNotice notice,
        boolean stored,
        long keptDays) {
    /** The notice above the form. */
    public enum AddressNotice {
        NONE,
        PROBLEMS,
        BUSY,
        CHANGED,
        SHIPPED;

        /** The notice's name in message keys. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Refuses missing parts. */
    public AddressPage {
        Objects.requireNonNull(typed, "typed");
        Objects.requireNonNull(notice, "notice");
        problems = Map.copyOf(problems);
    }

    /** The same with problems. */
    public AddressPage with(Map<AddressValidator.Field, AddressValidator.Problem> wrong) {
        Map<String, String> words = new TreeMap<>();
        wrong.forEach((field, problem) -> words.put(field.word(), problem.word()));
        return new AddressPage(
                slug,
                name,
                organiser,
                prize,
                number,
                csrf,
                revision,
                typed,
                words,
                AddressNotice.PROBLEMS,
                stored,
                keptDays);
    }

    /** The same with a notice. */
    public AddressPage with(AddressNotice notice) {
        return new AddressPage(
                slug, name, organiser, prize, number, csrf, revision, typed, problems, notice, stored, keptDays);
    }

    /** The list of provinces. */
    public List<String> provinces() {
        return Provinces.ALL;
    }
}
