package org.turntable.web.claim;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.Prize;
import org.turntable.campaign.PrizeKind;
import org.turntable.claim.CouponCodes.Unit;
import org.turntable.claim.address.AddressBook;
import org.turntable.claim.address.AddressBook.Entry;
import org.turntable.claim.redemption.RedemptionCodes;
import org.turntable.claim.redemption.Redemptions;
import org.turntable.claim.redemption.Redemptions.Redeemed;
import org.turntable.claim.redpacket.RedPackets;
import org.turntable.claim.redpacket.RedPackets.State;
import org.turntable.draw.PlayerState.Win;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.DrawKey;
import org.turntable.player.PlayerId;
import org.turntable.web.claim.PrizesPage.Status;
import org.turntable.web.page.Lang;
import org.turntable.web.page.PageText;

/** The status of a player's prizes, as the page shows it. */
public final class PlayerClaims {
    private final Optional<AddressBook> addresses;
    private final Optional<Store> store;
    private final Optional<RedPackets> packets;

    /** Redemption in stores. */
    public record Store(Redemptions redemptions, RedemptionCodes codes) {}

    /**
     * @param addresses empty where addresses are not collected
     * @param store empty where the stores' own cash registers read coupons
     * @param packets empty where red packets are paid in another way
     */
    public PlayerClaims(Optional<AddressBook> addresses, Optional<Store> store, Optional<RedPackets> packets) {
        this.addresses = addresses;
        this.store = store;
        this.packets = packets;
    }

    /**
     * The status of each win, by the draws' numbers.
     *
     * @throws DatabaseUnavailableException when it cannot be read now
     */
    Map<Integer, Status> of(Campaign campaign, PlayerId player, List<Win> wins, Lang lang)
            throws DatabaseUnavailableException {
        Map<Integer, Status> statuses = new HashMap<>();
        if (has(campaign, wins, PrizeKind.POSTED) && addresses.isPresent()) {
            Map<Integer, Entry> entries = addresses.get().of(campaign.id(), player);
            of(campaign, wins, PrizeKind.POSTED)
                    .forEach(win -> statuses.put(
                            win.number(), posted(win.number(), entries.getOrDefault(win.number(), Entry.NONE), lang)));
        }
        if (has(campaign, wins, PrizeKind.COUPON) && store.isPresent()) {
            Map<Integer, Redeemed> redeemed = store.get().redemptions.of(campaign.id(), player);
            of(campaign, wins, PrizeKind.COUPON)
                    .forEach(win -> statuses.put(
                            win.number(), coupon(campaign, player, win, redeemed.get(win.number()), lang)));
        }
        if (has(campaign, wins, PrizeKind.RED_PACKET) && packets.isPresent()) {
            Map<Integer, State> states = packets.get().of(campaign.id(), player);
            of(campaign, wins, PrizeKind.RED_PACKET)
                    .forEach(win -> statuses.put(win.number(), packet(win.number(), states.get(win.number()))));
        }
        return statuses;
    }

    private static Status packet(int number, State state) {
        if (state == null) {
            return new Status("packet_ready", null, "/prizes/" + number + "/collect", true);
        }
        // Whether the result of a payment call is known makes no difference to the winner.
        return Status.of("packet_" + (state == State.ASKED ? State.DUE : state).word());
    }

    private Status coupon(Campaign campaign, PlayerId player, Win win, Redeemed redeemed, Lang lang) {
        if (redeemed != null) {
            return Status.of(
                    "redeemed", redeemed.store() + " · " + PageText.dateAndTime(redeemed.at(), campaign.zone(), lang));
        }
        String key = store.orElseThrow()
                .codes
                .pageKey(new Unit(win.prizeId(), win.unitOrdinal()), new DrawKey(campaign.id(), player, win.number()));
        return new Status("coupon_open", null, "/prizes/" + win.number() + "/coupon/" + key, false);
    }

    private static boolean has(Campaign campaign, List<Win> wins, PrizeKind kind) {
        return !of(campaign, wins, kind).isEmpty();
    }

    private static List<Win> of(Campaign campaign, List<Win> wins, PrizeKind kind) {
        return wins.stream()
                .filter(win -> campaign.prize(win.prizeId())
                        .map(Prize::kind)
                        .filter(kind::equals)
                        .isPresent())
                .toList();
    }

    private static Status posted(int number, Entry entry, Lang lang) {
        String form = "/prizes/" + number + "/address";
        if (entry.shipment().isPresent()) {
            return Status.of(
                    "shipped",
                    entry.shipment().get().carrier() + " "
                            + entry.shipment().get().tracking());
        }
        return entry.address()
                .map(address -> new Status(
                        "address_given",
                        address.maskedRecipient() + " " + address.maskedMobile() + lang.choose("，", ", ")
                                + address.area(),
                        form,
                        false))
                .orElseGet(() ->
                        new Status(entry.revision() == 0 ? "address_missing" : "address_erased", null, form, false));
    }
}
