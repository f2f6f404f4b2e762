package org.turntable.app;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.turntable.award.ClaimKeys;
import org.turntable.award.address.AddressBook;
import org.turntable.award.redemption.RedemptionCodes;
import org.turntable.award.redemption.StoreDesk;
import org.turntable.award.redemption.VerifierSignIn;
import org.turntable.award.redpacket.RedPacketMetrics;
import org.turntable.award.redpacket.RedPacketSender;
import org.turntable.award.redpacket.RedPackets;
import org.turntable.mariadb.FewAtOnce;
import org.turntable.mariadb.MariaDbAddressAdministration;
import org.turntable.mariadb.MariaDbAddressBook;
import org.turntable.mariadb.MariaDbOutbox;
import org.turntable.mariadb.MariaDbRedPackets;
import org.turntable.mariadb.MariaDbRedemptions;
import org.turntable.mariadb.MariaDbVerifiers;
import org.turntable.web.OwnClaims;
import org.turntable.web.OwnClaims.Store;
import org.turntable.wechat.PartnerRedPackets;
import org.turntable.wechat.WeChatLimits;

/**
 * What becomes of prizes on this node.
 *
 * @param own       for the page with a player's prizes
 * @param addresses empty where nobody is asked for one
 * @param keptDays  for how long an address is kept after its parcel left
 * @param store     redeeming in stores, for winners; empty where the shop's own till reads coupons
 * @param desk      the same for verifiers
 * @param packets   empty where red packets are paid in another way
 */
record ClaimsParts(OwnClaims own, Optional<AddressBook> addresses, long keptDays, Optional<Store> store, Optional<Desk> desk,
                   Optional<RedPackets> packets) {
    /** A small part of a node's threads and connections; the wheel needs the others. */
    private static final int WINNERS_AT_ONCE = 2;
    /** Theirs alone, so that winners who look at their codes never keep a verifier waiting. */
    private static final int VERIFIERS_AT_ONCE = 2;
    private static final Duration SENDERS_PAUSE = Duration.ofSeconds(1);

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
                new VerifierSignIn(new MariaDbVerifiers(verifiers))));
        Optional<RedPackets> packets = settings.claims().packets().flatMap(on -> keys(settings.claims(), random)).map(keys -> new MariaDbRedPackets(winners, keys));
        return new ClaimsParts(new OwnClaims(addresses, store, packets), addresses, settings.claims().kept().toDays(), store, desk, packets);
    }

    /** What erases addresses in time; it waits for no player, and so is not one of the few. */
    static Optional<AddressRetention> retention(Settings.Claims settings, DataSource pool, BooleanSupplier answers, String node, SecureRandom random) {
        return keys(settings, random).map(keys -> new AddressRetention(new MariaDbAddressAdministration(new FewAtOnce(pool, answers, 1), keys),
                settings.kept(), node));
    }

    /** What pays red packets; one of all nodes does. */
    static Optional<RedPacketSender> sender(Settings settings, DataSource pool, String node, BooleanSupplier answers, SecureRandom random,
                                            PrometheusRegistry registry) {
        return settings.claims().packets().map(on -> new RedPacketSender(
                new MariaDbOutbox(new FewAtOnce(pool, answers, 1), keys(settings.claims(), random).orElseThrow()),
                new PartnerRedPackets(WeChatAccounts.partner(settings.weChat().partner().orElseThrow()), WeChatLimits.of(1), Clock.systemUTC()::instant, random),
                new RedPacketSender.Settings(SENDERS_PAUSE, on.firstWait()), random, new RedPacketMetrics(registry), node));
    }

    private static Optional<ClaimKeys> keys(Settings.Claims settings, SecureRandom random) {
        return settings.keys().isEmpty() ? Optional.empty() : Optional.of(new ClaimKeys(settings.secrets(), random));
    }
}
