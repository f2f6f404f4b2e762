package org.turntable.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.turntable.award.ClaimsUnavailable;
import org.turntable.award.address.AddressBook;
import org.turntable.award.address.AddressBook.Entry;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.Prize;
import org.turntable.campaign.PrizeKind;
import org.turntable.draw.PlayerState.Win;
import org.turntable.player.PlayerId;
import org.turntable.web.page.Lang;
import org.turntable.web.page.PrizesPage.Standing;

/** What has become of a player's prizes, as the page tells it. */
public final class OwnClaims {
    private final Optional<AddressBook> addresses;

    /** @param addresses empty where nobody is asked for one */
    public OwnClaims(Optional<AddressBook> addresses) {
        this.addresses = addresses;
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
        return standings;
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
