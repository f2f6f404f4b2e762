package org.turntable.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.turntable.award.ClaimsUnavailable;
import org.turntable.award.CouponCodes.Unit;
import org.turntable.award.WonDraw;
import org.turntable.award.address.AddressBook;
import org.turntable.award.address.AddressBook.Entry;
import org.turntable.award.redemption.RedemptionCodes;
import org.turntable.award.redemption.Redemptions;
import org.turntable.award.redemption.Redemptions.Redeemed;
import org.turntable.award.redpacket.RedPackets;
import org.turntable.award.redpacket.RedPackets.State;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.Prize;
import org.turntable.campaign.PrizeKind;
import org.turntable.draw.PlayerState.Win;
import org.turntable.player.PlayerId;
import org.turntable.web.page.Lang;
import org.turntable.web.page.PageText;
import org.turntable.web.page.PrizesPage.Standing;

/** What has become of a player's prizes, as the page tells it. */
public final class OwnClaims {
    private final Optional<AddressBook> addresses;
    private final Optional<Store> store;
    private final Optional<RedPackets> packets;

    /** Redeeming in stores. */
    public record Store(Redemptions redemptions, RedemptionCodes codes) {
    }

    /**
     * @param addresses empty where nobody is asked for one
     * @param store     empty where the shop's own till reads coupons
     * @param packets   empty where red packets are paid in another way
     */
    public OwnClaims(Optional<AddressBook> addresses, Optional<Store> store, Optional<RedPackets> packets) {
        this.addresses = addresses;
        this.store = store;
        this.packets = packets;
    }

    /**
     * The standing of each win, by the draws' numbers.
     *
     * @throws ClaimsUnavailable when it cannot be known now
     */
    Map<Integer, Standing> of(Campaign campaign, PlayerId player, List<Win> wins, Lang lang) throws ClaimsUnavailable {
        Map<Integer, Standing> standings = new HashMap<>();
        if (has(campaign, wins, PrizeKind.POSTED) && addresses.isPresent()) {
            Map<Integer, Entry> entries = addresses.get().of(campaign.id(), player);
            of(campaign, wins, PrizeKind.POSTED).forEach(win -> standings.put(win.number(), posted(win.number(), entries.getOrDefault(win.number(), Entry.NONE), lang)));
        }
        if (has(campaign, wins, PrizeKind.COUPON) && store.isPresent()) {
            Map<Integer, Redeemed> redeemed = store.get().redemptions.of(campaign.id(), player);
            of(campaign, wins, PrizeKind.COUPON).forEach(win -> standings.put(win.number(), coupon(campaign, player, win, redeemed.get(win.number()), lang)));
        }
        if (has(campaign, wins, PrizeKind.RED_PACKET) && packets.isPresent()) {
            Map<Integer, State> states = packets.get().of(campaign.id(), player);
            of(campaign, wins, PrizeKind.RED_PACKET).forEach(win -> standings.put(win.number(), packet(win.number(), states.get(win.number()))));
        }
        return standings;
    }

    private static Standing packet(int number, State state) {
        if (state == null) {
            return new Standing("packet_ready", null, "/prizes/" + number + "/collect", true);
        }
        // Whether a call's outcome is known is nothing to its winner.
        return Standing.of("packet_" + (state == State.ASKED ? State.DUE : state).word());
    }

    private Standing coupon(Campaign campaign, PlayerId player, Win win, Redeemed redeemed, Lang lang) {
        if (redeemed != null) {
            return Standing.of("redeemed", redeemed.store() + " · " + PageText.dateAndTime(redeemed.at(), campaign.zone(), lang));
        }
        String code = store.orElseThrow().codes.code(new Unit(win.prizeId(), win.unitOrdinal()), new WonDraw(campaign.id(), player, win.number()));
        return new Standing("coupon_open", null, "/prizes/" + win.number() + "/code/" + code, false);
    }

    private static boolean has(Campaign campaign, List<Win> wins, PrizeKind kind) {
        return !of(campaign, wins, kind).isEmpty();
    }

    private static List<Win> of(Campaign campaign, List<Win> wins, PrizeKind kind) {
        return wins.stream().filter(win -> campaign.prize(win.prizeId()).map(Prize::kind).filter(kind::equals).isPresent()).toList();
    }

    private static Standing posted(int number, Entry entry, Lang lang) {
        String form = "/prizes/" + number + "/address";
        if (entry.shipment().isPresent()) {
            return Standing.of("shipped", entry.shipment().get().carrier() + " " + entry.shipment().get().tracking());
        }
        return entry.address().map(address -> new Standing("address_given", address.maskedRecipient() + " " + address.maskedMobile()
                        + lang.choose("，", ", ") + address.area(), form, false))
                .orElseGet(() -> new Standing(entry.revision() == 0 ? "address_missing" : "address_erased", null, form, false));
    }
}
