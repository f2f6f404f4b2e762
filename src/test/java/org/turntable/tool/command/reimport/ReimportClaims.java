package org.turntable.tool.command.reimport;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import org.turntable.claim.ClaimKeys;
import org.turntable.claim.CouponCodes.Unit;
import org.turntable.claim.address.AddressAdministration;
import org.turntable.claim.address.AddressBook;
import org.turntable.claim.address.PostalAddress;
import org.turntable.claim.redemption.Redemptions;
import org.turntable.claim.redemption.Verifiers;
import org.turntable.claim.redpacket.RedPacketGateway;
import org.turntable.claim.redpacket.RedPacketMetrics;
import org.turntable.claim.redpacket.RedPacketSender;
import org.turntable.claim.redpacket.RedPackets;
import org.turntable.mariadb.MigratedDatabase;
import org.turntable.mariadb.claim.ClaimTransactions;
import org.turntable.mariadb.claim.MariaDbAddressAdministration;
import org.turntable.mariadb.claim.MariaDbAddressBook;
import org.turntable.mariadb.claim.MariaDbRedPacketOutbox;
import org.turntable.mariadb.claim.MariaDbRedPackets;
import org.turntable.mariadb.claim.MariaDbRedemptions;
import org.turntable.mariadb.claim.MariaDbVerifiers;
import org.turntable.player.DrawKey;
import org.turntable.staff.PasswordHash;
import org.turntable.testing.stack.Await;
import org.turntable.tool.mariadb.redpacket.MariaDbRedPacketAdministration;

/**
 * Actions of winners, stores and the sender of red packets on one of the two databases, through the adapters of a node.
 */
public final class ReimportClaims {
    private static final PasswordHash PASSWORD = PasswordHash.of("k7mn-2wxa-pq3r-z9ty", new SecureRandom());

    private final MigratedDatabase database;
    private final ClaimTransactions line;
    private final ClaimKeys keys;

    public ReimportClaims(MigratedDatabase database, String... secrets) {
        this.database = database;
        this.line = new ClaimTransactions(database.pool(), () -> true, 4);
        this.keys = new ClaimKeys(List.of(secrets), new SecureRandom());
    }

    public AddressBook addresses() {
        return new MariaDbAddressBook(line, keys);
    }

    public AddressAdministration parcels() {
        return new MariaDbAddressAdministration(line, keys);
    }

    public RedPackets packets() {
        return new MariaDbRedPackets(line, keys);
    }

    Verifiers verifiers() {
        return new MariaDbVerifiers(line);
    }

    public static PostalAddress street(String street) {
        return new PostalAddress("王小桂", "13800138000", "浙江省", "杭州市", "西湖区", street);
    }

    public void setAmount(int prizeId, int fen) throws Exception {
        new MariaDbRedPacketAdministration(line).setAmount(prizeId, fen);
    }

    /** A verifier scans the coupon of a draw and confirms it. */
    public Redemptions.Outcome redeem(DrawKey draw, Unit unit, String verifier) throws Exception {
        verifiers().add(verifier, verifier + "'s store", PASSWORD, "Wang");
        Verifiers.Verifier known = verifiers().find(verifier).orElseThrow();
        verifiers().succeeded(known.id());
        byte[] scan = new byte[16];
        new SecureRandom().nextBytes(scan);
        return new MariaDbRedemptions(line, "node")
                .confirm(unit, draw, scan, new Verifiers.Session(known.id(), known.generation()))
                .outcome();
    }

    public String packet(DrawKey draw) {
        return database.server()
                .ask("SELECT state FROM turntable.red_packet WHERE campaign_id = " + draw.campaignId()
                        + " AND player_id = UNHEX('" + ReimportFixture.hex(draw.player()) + "') AND draw_number = "
                        + draw.number());
    }

    /** Sends red packets as a node does, until this one is in that state. */
    public void sendUntil(Partner partner, DrawKey draw, RedPackets.State state) throws Exception {
        send(partner, () -> state.word().equals(packet(draw)));
    }

    void send(Partner partner, Callable<Boolean> condition) throws Exception {
        database.server().execute("UPDATE turntable.red_packet_lease SET held_until = '2000-01-01'");
        try (RedPacketSender sender = new RedPacketSender(
                new MariaDbRedPacketOutbox(line, keys),
                partner,
                new RedPacketSender.Settings(Duration.ofMillis(20), Duration.ofMillis(50)),
                RandomGenerator.getDefault(),
                new RedPacketMetrics(new PrometheusRegistry()),
                "node-" + System.nanoTime())) {
            sender.start();
            Await.until("the sender has come so far", Duration.ofSeconds(20), condition);
        }
    }

    /** A gateway that pays once for a key and stores what it paid. */
    public static final class Partner implements RedPacketGateway {
        private final Map<String, String> payments = new ConcurrentHashMap<>();
        private final List<String> calls = new CopyOnWriteArrayList<>();
        private volatile boolean answersGetLost;

        /** Whether payments are made from now on without an answer. */
        void loseAnswers(boolean lose) {
            answersGetLost = lose;
        }

        /** How many red packets were paid to this openid. */
        public long paidTo(String openid) {
            return payments.values().stream()
                    .filter(payment -> payment.startsWith(openid + " "))
                    .count();
        }

        /** The calls, such as {@code standing 7.AAAA.1}. */
        List<String> calls() {
            return calls;
        }

        @Override
        public Answer pay(Payment payment) {
            calls.add("pay " + payment.key());
            payments.putIfAbsent(payment.key(), payment.openid() + " RP" + payments.size());
            return answersGetLost ? new Answer.Unknown("TIMEOUT") : paid(payment.key());
        }

        @Override
        public Answer query(String key) {
            calls.add("standing " + key);
            return answersGetLost
                    ? new Answer.Unknown("TIMEOUT")
                    : payments.containsKey(key) ? paid(key) : new Answer.NotPaid("NOT_FOUND", false);
        }

        private Answer paid(String key) {
            return new Answer.Paid(payments.get(key).split(" ")[1]);
        }
    }
}
