package org.turntable.app;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.turntable.award.ClaimKeys;
import org.turntable.award.address.AddressBook;
import org.turntable.mariadb.FewAtOnce;
import org.turntable.mariadb.MariaDbAddressAdministration;
import org.turntable.mariadb.MariaDbAddressBook;
import org.turntable.web.OwnClaims;

/**
 * What becomes of prizes on this node.
 *
 * @param own       for the page with a player's prizes
 * @param addresses empty where nobody is asked for one
 * @param keptDays  for how long an address is kept after its parcel left
 */
record ClaimsParts(OwnClaims own, Optional<AddressBook> addresses, long keptDays) {
    /** A small part of a node's threads and connections; the wheel needs the others. */
    private static final int AT_ONCE = 2;

    /** @param answers whether the database answers, as far as this node knows */
    static ClaimsParts of(Settings.Claims settings, DataSource pool, BooleanSupplier answers, SecureRandom random) {
        FewAtOnce line = new FewAtOnce(pool, answers, AT_ONCE);
        Optional<AddressBook> addresses = keys(settings, random).map(keys -> new MariaDbAddressBook(line, keys));
        return new ClaimsParts(new OwnClaims(addresses), addresses, settings.kept().toDays());
    }

    /** What erases addresses in time; it waits for no player, and so is not one of the few. */
    static Optional<AddressRetention> retention(Settings.Claims settings, DataSource pool, BooleanSupplier answers, String node, SecureRandom random) {
        return keys(settings, random).map(keys -> new AddressRetention(new MariaDbAddressAdministration(new FewAtOnce(pool, answers, 1), keys),
                settings.kept(), node));
    }

    private static Optional<ClaimKeys> keys(Settings.Claims settings, SecureRandom random) {
        return settings.keys().isEmpty() ? Optional.empty() : Optional.of(new ClaimKeys(settings.secrets(), random));
    }
}
