package org.turntable.signal;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.player.PlayerId;

/**
 * Watches draws for signals of automated play, in the memory of this node: no call waits for anything, and memory is
 * bounded. Never an error of a draw. Thread-safe.
 */
public final class RiskSignals {
    private static final Logger LOG = LoggerFactory.getLogger(RiskSignals.class);
    private static final int ADDRESSES = 1 << 14;
    private static final int NETWORKS = 1 << 13;
    private static final int DEVICES = 1 << 14;
    private static final int NEWCOMERS = 1 << 17;
    private static final long RATE_MS = 10_000;

    private final SignalThresholds thresholds;
    private final PageViews pageViews;
    private final Supplier<Instant> clock;
    private final SignalBook book;
    private final SignalMetrics metrics;
    private final KeyedHash hash;
    private final RecentTable<AddressActivity> addresses = new RecentTable<>(ADDRESSES, AddressActivity::new);
    private final RecentTable<WindowCount> networks = new RecentTable<>(NETWORKS, () -> new WindowCount(RATE_MS));
    private final RecentTable<DeviceActivity> devices = new RecentTable<>(DEVICES, DeviceActivity::new);
    private final RecentTable<Newcomer> newcomers = new RecentTable<>(NEWCOMERS, Newcomer::new);

    /** Whether a player's first draw was counted: it may be posted again and again. */
    private static final class Newcomer {
        private boolean counted;
    }

    /**
     * A draw as it arrived.
     *
     * @param number of the draw, from 1
     * @param view what the page's form posted, unchecked; null without it
     * @param address of the client
     * @param agent the User-Agent; null without it
     * @param atMs when it arrived, in epoch milliseconds
     */
    public record Draw(
            int campaignId, PlayerId player, int number, String view, String address, String agent, long atMs) {}

    /**
     * @param clock the same on all nodes, within milliseconds
     * @param hashKey random and of this process alone, 16 bytes
     */
    RiskSignals(
            SignalThresholds thresholds,
            PageViews pageViews,
            Supplier<Instant> clock,
            SignalBook book,
            SignalMetrics metrics,
            byte[] hashKey) {
        this.thresholds = thresholds;
        this.pageViews = pageViews;
        this.clock = clock;
        this.book = book;
        this.metrics = metrics;
        this.hash = new KeyedHash(hashKey);
    }

    /** What a page of the campaign posts with its draws, for {@link Draw#view()}. */
    public String pageView(int campaignId, PlayerId player) {
        return pageViews.mark(campaignId, player, now());
    }

    /** A draw that arrives now. */
    public Draw arrived(int campaignId, PlayerId player, int number, String view, String address, String agent) {
        return new Draw(campaignId, player, number, view, address, agent, now());
    }

    /** A draw that was admitted, or answered again. */
    public void drawn(Draw draw) {
        try {
            watch(draw);
        } catch (RuntimeException unexpected) {
            LOG.error("a draw could not be watched", unexpected);
        }
    }

    /** A device was shown a snapshot page of WeChat, whose virtual openid is signed in nowhere. */
    public void snapshot(String address, String agent) {
        long now = now();
        DeviceActivity device = device(ClientNetwork.of(address), agent, now);
        synchronized (device) {
            device.snapshot(now);
        }
    }

    private void watch(Draw draw) {
        PlayerKey key = new PlayerKey(draw.campaignId(), draw.player());
        long now = draw.atMs();
        OptionalLong age = pageViews.age(draw.campaignId(), draw.player(), draw.view(), now);
        int bits = age.isEmpty()
                ? SignalReason.NO_PAGE_VIEW.bit()
                : age.getAsLong() < thresholds.quickTapMs() ? SignalReason.QUICK_TAP.bit() : 0;
        boolean odd = bits != 0;
        boolean isNew = draw.number() == 1 && isNewcomer(key, now);
        ClientNetwork client = ClientNetwork.of(draw.address());
        AddressActivity address = addresses.of(hash.of(client.address()), now);
        int newPlayers;
        synchronized (address) {
            if (address.draw(now, thresholds.addressDraws())) {
                bits |= SignalReason.ADDRESS_RATE.bit();
            }
            if (isNew) {
                address.newPlayer(key, odd, now);
            }
            // The others behind the same address are not meant.
            if (odd && address.isFarm(now, thresholds.newPlayers())) {
                bits |= later(address.takeFarm(now), SignalReason.NEW_PLAYERS_OF_ADDRESS, now);
            }
            newPlayers = address.newPlayers(now);
        }
        WindowCount network = networks.of(hash.of(client.network()), now);
        synchronized (network) {
            network.add(now);
            if (network.at(now) >= thresholds.networkDraws()) {
                bits |= SignalReason.NETWORK_RATE.bit();
            }
        }
        if (isNew || odd) {
            bits |= ofDevice(device(client, draw.agent(), now), key, isNew, age, newPlayers, now);
        }
        if (bits != 0) {
            metrics.counted(bits);
            book.note(key, bits, now);
        }
    }

    private int ofDevice(
            DeviceActivity device, PlayerKey key, boolean isNew, OptionalLong age, int ofAddress, long now) {
        synchronized (device) {
            int bits = 0;
            if (isNew) {
                device.newPlayer(key, age, now);
                if (device.hadSnapshot(now)) {
                    bits |= SignalReason.SNAPSHOT.bit();
                }
                if (device.isConstant(now)) {
                    bits |= later(device.takeTappers(), SignalReason.CONSTANT_TAP, now);
                }
            }
            if (device.isFarm(now, thresholds.newPlayers(), ofAddress)) {
                bits |= later(device.takeFarm(now), SignalReason.NEW_PLAYERS_OF_DEVICE, now);
            }
            return bits;
        }
    }

    /** The reason is that of those who came before, too. */
    private int later(List<PlayerKey> before, SignalReason reason, long now) {
        for (PlayerKey key : before) {
            book.noteLater(key, reason.bit(), now);
        }
        return reason.bit();
    }

    private boolean isNewcomer(PlayerKey key, long now) {
        Newcomer newcomer =
                newcomers.of(hash.of(key.campaignId(), 0, key.player().bytes()), now);
        synchronized (newcomer) {
            boolean first = !newcomer.counted;
            newcomer.counted = true;
            return first;
        }
    }

    private DeviceActivity device(ClientNetwork client, String agent, long now) {
        return devices.of(hash.of(hash.of(client.address()), agent == null ? "" : agent), now);
    }

    private long now() {
        return clock.get().toEpochMilli();
    }
}
