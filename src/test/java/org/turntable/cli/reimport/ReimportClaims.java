package org.turntable.cli.reimport;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import org.turntable.award.ClaimKeys;
import org.turntable.award.CouponCodes.Unit;
import org.turntable.award.WonDraw;
import org.turntable.award.address.AddressAdministration;
import org.turntable.award.address.AddressBook;
import org.turntable.award.address.PostalAddress;
import org.turntable.award.redemption.Redemptions;
import org.turntable.award.redemption.Verifiers;
import org.turntable.award.redpacket.RedPacketGateway;
import org.turntable.award.redpacket.RedPacketMetrics;
import org.turntable.award.redpacket.RedPacketSender;
import org.turntable.award.redpacket.RedPackets;
import org.turntable.mariadb.FewAtOnce;
import org.turntable.mariadb.MariaDbAddressAdministration;
import org.turntable.mariadb.MariaDbAddressBook;
import org.turntable.mariadb.MariaDbOutbox;
import org.turntable.mariadb.MariaDbRedPacketAdministration;
import org.turntable.mariadb.MariaDbRedPackets;
import org.turntable.mariadb.MariaDbRedemptions;
import org.turntable.mariadb.MariaDbVerifiers;
import org.turntable.mariadb.MigratedDatabase;
import org.turntable.stack.Await;
import org.turntable.staff.PasswordHash;

/** What winners, stores and the sender of red packets do at one of the two databases, through the very adapters of a node. */
final class ReimportClaims {
    private static final PasswordHash PASSWORD = PasswordHash.of("k7mn-2wxa-pq3r-z9ty", new SecureRandom());

    private final MigratedDatabase database;
    private final FewAtOnce line;
    private final ClaimKeys keys;

    ReimportClaims(MigratedDatabase database, String... secrets) {
        this.database = database;
        this.line = new FewAtOnce(database.pool(), () -> true, 4);
        this.keys = new ClaimKeys(List.of(secrets), new SecureRandom());
    }

    AddressBook addresses() {
        return new MariaDbAddressBook(line, keys);
    }

    AddressAdministration parcels() {
        return new MariaDbAddressAdministration(line, keys);
    }

    RedPackets packets() {
        return new MariaDbRedPackets(line, keys);
    }

    Verifiers verifiers() {
        return new MariaDbVerifiers(line);
    }

    static PostalAddress street(String street) {
        return new PostalAddress("王小桂", "13800138000", "浙江省", "杭州市", "西湖区", street);
    }

    void setAmount(int prizeId, int fen) throws Exception {
        new MariaDbRedPacketAdministration(line).setAmount(prizeId, fen);
    }

    /** A verifier of that name scans a coupon of a draw and confirms. */
    Redemptions.Outcome redeem(WonDraw draw, Unit unit, String verifier) throws Exception {
        verifiers().add(verifier, verifier + "'s store", PASSWORD, "Wang");
        Verifiers.Verifier known = verifiers().begin(verifier).verifier().orElseThrow();
        verifiers().succeeded(known.id());
        byte[] scan = new byte[16];
        new SecureRandom().nextBytes(scan);
        return new MariaDbRedemptions(line, "node").confirm(unit, draw, scan, new Verifiers.Session(known.id(), known.generation())).outcome();
    }

    String packet(WonDraw draw) {
        return database.server().ask("SELECT state FROM turntable.red_packet WHERE campaign_id = " + draw.campaignId() + " AND player_id = UNHEX('"
                + ReimportWorld.hex(draw.player()) + "') AND draw_number = " + draw.number());
    }

    /** Lets a node send red packets until that one is in that state. */
    void sendUntil(Partner partner, WonDraw draw, RedPackets.State state) throws Exception {
        send(partner, () -> state.word().equals(packet(draw)));
    }

    void send(Partner partner, Callable<Boolean> condition) throws Exception {
        database.server().execute("UPDATE turntable.red_packet_lease SET held_until = '2000-01-01'");
        try (RedPacketSender sender = new RedPacketSender(new MariaDbOutbox(line, keys), partner, new RedPacketSender.Settings(Duration.ofMillis(20),
                Duration.ofMillis(50)), RandomGenerator.getDefault(), new RedPacketMetrics(new PrometheusRegistry()), "node-" + System.nanoTime())) {
            sender.start();
            Await.until("the sender has come so far", Duration.ofSeconds(20), condition);
        }
    }

    /** Who pays: once under a key, and he remembers. */
    static final class Partner implements RedPacketGateway {
        private final Map<String, String> payments = new ConcurrentHashMap<>();
        private final List<String> calls = new CopyOnWriteArrayList<>();
        private volatile boolean answersGetLost;

        /** From now on he pays, and nobody hears of it. */
        void loseAnswers(boolean lose) {
            answersGetLost = lose;
        }

        /** How many red packets somebody got. */
        long paidTo(String openid) {
            return payments.values().stream().filter(payment -> payment.startsWith(openid + " ")).count();
        }

        /** What he was asked, such as {@code standing 7.AAAA.1}. */
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
        public Answer standing(String key) {
            calls.add("standing " + key);
            return answersGetLost ? new Answer.Unknown("TIMEOUT") : payments.containsKey(key) ? paid(key) : new Answer.NotPaid("NOT_FOUND", false);
        }

        private Answer paid(String key) {
            return new Answer.Paid(payments.get(key).split(" ")[1]);
        }
    }
}
