package org.turntable.web.page;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.turntable.award.address.AddressCheck;
import org.turntable.award.address.AddressCheck.Typed;
import org.turntable.award.address.Provinces;

/**
 * The form for a posted prize's address.
 *
 * @param slug      the campaign's name in addresses
 * @param name      the campaign's name in the page's language
 * @param organiser who holds it, and gets the address
 * @param prize     the prize's name
 * @param number    the winning draw's number
 * @param csrf      the form's token
 * @param revision  what this form has seen
 * @param typed     what stands in the fields
 * @param problems  field by field, {@code missing} or {@code wrong}
 * @param notice    what is to be told above the form
 * @param stored    whether an address is there, which can be withdrawn
 * @param keptDays  for how long it is kept after the parcel has left
 */
public record AddressPage(String slug, String name, String organiser, String prize, int number, String csrf, int revision, Typed typed,
                          Map<String, String> problems, AddressNotice notice, boolean stored, long keptDays) {
    /** What is to be told above the form. */
    public enum AddressNotice {
        NONE, PROBLEMS, BUSY, CHANGED, SHIPPED;

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

    /** The same with what is wrong. */
    public AddressPage with(Map<AddressCheck.Field, AddressCheck.Problem> wrong) {
        Map<String, String> words = new TreeMap<>();
        wrong.forEach((field, problem) -> words.put(field.word(), problem.word()));
        return new AddressPage(slug, name, organiser, prize, number, csrf, revision, typed, words, AddressNotice.PROBLEMS, stored, keptDays);
    }

    /** The same with something to be told. */
    public AddressPage with(AddressNotice told) {
        return new AddressPage(slug, name, organiser, prize, number, csrf, revision, typed, problems, told, stored, keptDays);
    }

    /** What the province is picked from. */
    public List<String> provinces() {
        return Provinces.ALL;
    }
}
