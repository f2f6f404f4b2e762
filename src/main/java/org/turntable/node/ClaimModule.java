package org.turntable.node;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.servlet.http.HttpServlet;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.turntable.claim.ClaimKeys;
import org.turntable.claim.CouponCodes;
import org.turntable.claim.address.AddressBook;
import org.turntable.claim.address.AddressRetention;
import org.turntable.claim.redemption.RedemptionCodes;
import org.turntable.claim.redemption.RedemptionService;
import org.turntable.claim.redemption.VerifierSignIn;
import org.turntable.claim.redemption.Verifiers;
import org.turntable.claim.redpacket.RedPacketMetrics;
import org.turntable.claim.redpacket.RedPacketSender;
import org.turntable.claim.redpacket.RedPackets;
import org.turntable.concurrent.Bulkhead;
import org.turntable.config.ClaimSettings;
import org.turntable.config.Settings;
import org.turntable.mariadb.claim.ClaimTransactions;
import org.turntable.mariadb.claim.MariaDbAddressAdministration;
import org.turntable.mariadb.claim.MariaDbAddressBook;
import org.turntable.mariadb.claim.MariaDbRedPacketOutbox;
import org.turntable.mariadb.claim.MariaDbRedPackets;
import org.turntable.mariadb.claim.MariaDbRedemptions;
import org.turntable.mariadb.claim.MariaDbVerifiers;
import org.turntable.node.limits.RequestWait;
import org.turntable.staff.KnownDevices;
import org.turntable.staff.PasswordSignIn;
import org.turntable.staff.SignInCounters;
import org.turntable.web.campaign.PlayerStates;
import org.turntable.web.claim.AddressServlet;
import org.turntable.web.claim.CodeServlet;
import org.turntable.web.claim.CollectServlet;
import org.turntable.web.claim.PlayerClaims;
import org.turntable.web.claim.PlayerClaims.Store;
import org.turntable.web.claim.PrivacyServlet;
import org.turntable.web.claim.PrizesServlet;
import org.turntable.web.claim.RedemptionStatusServlet;
import org.turntable.web.claim.WinnerAccess;
import org.turntable.wechat.PartnerRedPackets;
import org.turntable.wechat.WeChatLimits;

/**
 * Claims on this node: addresses, redemption in stores and red packets.
 *
 * @param own the claims of a player, for the page with the player's prizes
 * @param addresses empty when no addresses are collected
 * @param keptDays days for which an address is kept after its parcel was sent
 * @param store redemption in stores, for winners; empty when verifiers do not redeem on this system
 * @param verifierAccess redemption in stores, for verifiers; empty in the same case
 * @param packets empty when red packets are paid in another way
 */
record ClaimModule(
        PlayerClaims own,
        Optional<AddressBook> addresses,
        long keptDays,
        Optional<Store> store,
        Optional<VerifierAccess> verifierAccess,
        Optional<RedPackets> packets) {
    private static final Duration SENDER_PAUSE = Duration.ofSeconds(1);

    /** The services that verifiers use. */
    record VerifierAccess(RedemptionService codes, PasswordSignIn<Verifiers.Verifier> signIn, KnownDevices devices) {}

    /**
     * @param node this node's name, for its heartbeat rows
     * @param databaseAvailable false while the circuit breaker of MariaDB is open
     * @param ofWinners limits the requests of winners that wait for MariaDB
     * @param signIns the attempts of verifiers to sign in
     */
    static ClaimModule of(
            Settings settings,
            DataSource pool,
            String node,
            BooleanSupplier databaseAvailable,
            Bulkhead ofWinners,
            SignInCounters signIns,
            SecureRandom random) {
        ClaimTransactions winners = new ClaimTransactions(pool, databaseAvailable, ofWinners);
        ClaimTransactions verifiers = new ClaimTransactions(pool, databaseAvailable, RequestWait.VERIFIERS.permits());
        Optional<AddressBook> addresses =
                keys(settings.claims(), random).map(keys -> new MariaDbAddressBook(winners, keys));
        RedemptionCodes codes = new RedemptionCodes(settings.identity().secret().reveal());
        Optional<Store> store = settings.claims().verifiers()
                ? Optional.of(new Store(new MariaDbRedemptions(winners, node), codes))
                : Optional.empty();
        KnownDevices devices = new KnownDevices(settings.identity().secret().reveal(), random);
        Optional<VerifierAccess> verifierAccess = store.map(enabled -> new VerifierAccess(
                new RedemptionService(codes, new MariaDbRedemptions(verifiers, node)),
                VerifierSignIn.of(new MariaDbVerifiers(verifiers), signIns, devices),
                devices));
        Optional<RedPackets> packets = settings.claims()
                .packets()
                .flatMap(on -> keys(settings.claims(), random))
                .map(keys -> new MariaDbRedPackets(winners, keys));
        return new ClaimModule(
                new PlayerClaims(addresses, store, packets),
                addresses,
                settings.claims().kept().toDays(),
                store,
                verifierAccess,
                packets);
    }

    /**
     * The pages on which winners claim their prizes.
     *
     * @param signalDays days for which signals of automated play are kept, for the page about personal data
     */
    List<HttpServlet> servlets(WebModule web, PlayerStates states, CouponCodes coupons, long signalDays) {
        WinnerAccess winners = new WinnerAccess(web.campaigns(), web.identities(), web.openInWeChat());
        List<HttpServlet> servlets = new ArrayList<>();
        servlets.add(new PrizesServlet(winners, web.campaigns(), web.identities(), states, coupons, own, web.views()));
        servlets.add(new PrivacyServlet(web.campaigns(), web.views(), keptDays, signalDays));
        addresses.ifPresent(book -> servlets.add(
                new AddressServlet(winners, web.campaigns(), web.identities(), states, book, web.views(), keptDays)));
        store.ifPresent(redemption -> {
            servlets.add(
                    new CodeServlet(winners, web.campaigns(), states, redemption.codes(), web.lines(), web.views()));
            servlets.add(new RedemptionStatusServlet(winners, redemption.redemptions(), web.responses()));
        });
        packets.ifPresent(redPackets -> servlets.add(new CollectServlet(winners, web.identities(), redPackets)));
        return servlets;
    }

    /** The task that deletes expired addresses. It has its own limit, because no player waits for it. */
    static Optional<AddressRetention> retention(
            ClaimSettings settings,
            DataSource pool,
            BooleanSupplier databaseAvailable,
            String node,
            SecureRandom random) {
        return keys(settings, random)
                .map(keys -> new AddressRetention(
                        new MariaDbAddressAdministration(new ClaimTransactions(pool, databaseAvailable, 1), keys),
                        settings.kept(),
                        node));
    }

    /** The task that pays red packets; a lease lets one node do it. */
    static Optional<RedPacketSender> sender(
            Settings settings,
            DataSource pool,
            String node,
            BooleanSupplier databaseAvailable,
            SecureRandom random,
            PrometheusRegistry registry) {
        return settings.claims()
                .packets()
                .map(on -> new RedPacketSender(
                        new MariaDbRedPacketOutbox(
                                new ClaimTransactions(pool, databaseAvailable, 1),
                                keys(settings.claims(), random).orElseThrow()),
                        new PartnerRedPackets(
                                WeChatGateways.partner(
                                        settings.weChat().partner().orElseThrow()),
                                WeChatLimits.of(1),
                                Clock.systemUTC()::instant,
                                random),
                        new RedPacketSender.Settings(SENDER_PAUSE, on.firstWait()),
                        random,
                        new RedPacketMetrics(registry),
                        node));
    }

    private static Optional<ClaimKeys> keys(ClaimSettings settings, SecureRandom random) {
        return settings.keys().isEmpty() ? Optional.empty() : Optional.of(new ClaimKeys(settings.secrets(), random));
    }
}
