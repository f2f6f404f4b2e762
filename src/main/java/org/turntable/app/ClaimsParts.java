package org.turntable.app;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.turntable.award.ClaimKeys;
import org.turntable.award.address.AddressBook;
import org.turntable.award.redemption.RedemptionCodes;
import org.turntable.award.redemption.StoreDesk;
import org.turntable.award.redemption.VerifierSignIn;
import org.turntable.mariadb.FewAtOnce;
import org.turntable.mariadb.MariaDbAddressAdministration;
import org.turntable.mariadb.MariaDbAddressBook;
import org.turntable.mariadb.MariaDbRedemptions;
import org.turntable.mariadb.MariaDbVerifiers;
import org.turntable.web.OwnClaims;
import org.turntable.web.OwnClaims.Store;

/**
 * What becomes of prizes on this node.
 *
 * @param own       for the page with a player's prizes
 * @param addresses empty where nobody is asked for one
 * @param keptDays  for how long an address is kept after its parcel left
 * @param store     redeeming in stores, for winners; empty where the shop's own till reads coupons
 * @param desk      the same for verifiers
 */
record ClaimsParts(OwnClaims own, Optional<AddressBook> addresses, long keptDays, Optional<Store> store, Optional<Desk> desk) {
    /** A small part of a node's threads and connections; the wheel needs the others. */
    private static final int WINNERS_AT_ONCE = 2;
    /** Theirs alone, so that winners who look at their codes never keep a verifier waiting. */
    private static final int VERIFIERS_AT_ONCE = 2;

    /** What verifiers use. */
    record Desk(StoreDesk codes, VerifierSignIn signIn) {
    }

    /**
     * @param node    this node's name, for its beat
     * @param answers whether the database answers, as far as this node knows
     */
    static ClaimsParts of(Settings settings, DataSource pool, String node, BooleanSupplier answers, SecureRandom random) {
        FewAtOnce winners = new FewAtOnce(pool, answers, WINNERS_AT_ONCE);
        FewAtOnce verifiers = new FewAtOnce(pool, answers, VERIFIERS_AT_ONCE);
        Optional<AddressBook> addresses = keys(settings.claims(), random).map(keys -> new MariaDbAddressBook(winners, keys));
        RedemptionCodes codes = new RedemptionCodes(settings.identity().secret().reveal());
        Optional<Store> store = settings.claims().verifiers() ? Optional.of(new Store(new MariaDbRedemptions(winners, node), codes)) : Optional.empty();
        Optional<Desk> desk = store.map(there -> new Desk(new StoreDesk(codes, new MariaDbRedemptions(verifiers, node)),
                new VerifierSignIn(new MariaDbVerifiers(verifiers), random)));
        return new ClaimsParts(new OwnClaims(addresses, store), addresses, settings.claims().kept().toDays(), store, desk);
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
