package org.turntable.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.award.ClaimsUnavailable;
import org.turntable.award.WonDraw;
import org.turntable.award.address.AddressBook;
import org.turntable.award.address.AddressBook.Entry;
import org.turntable.award.address.AddressCheck;
import org.turntable.award.address.AddressCheck.Typed;
import org.turntable.campaign.Campaign;
import org.turntable.player.Identity;
import org.turntable.web.page.AddressPage;
import org.turntable.web.page.AddressPage.AddressNotice;
import org.turntable.web.page.Lang;
import org.turntable.web.page.Notice;
import org.turntable.web.page.Views;

/**
 * The address of a posted prize, for its winner alone: to anybody else there is no such page. What was typed stays in the form whatever
 * comes in between, and an address that was changed on another phone meanwhile is not written over unseen.
 */
public final class AddressServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(AddressServlet.class);

    private final transient WinnersEntrance entrance;
    private final transient CampaignViews campaigns;
    private final transient Identities identities;
    private final transient PlayerStates states;
    private final transient AddressBook addresses;
    private final transient Views views;
    private final long keptDays;

    /** @param keptDays for how long an address is kept after its parcel left */
    public AddressServlet(WinnersEntrance entrance, CampaignViews campaigns, Identities identities, PlayerStates states, AddressBook addresses, Views views,
                          long keptDays) {
        this.entrance = entrance;
        this.campaigns = campaigns;
        this.identities = identities;
        this.states = states;
        this.addresses = addresses;
        this.views = views;
        this.keptDays = keptDays;
    }

    /** Whose address of which prize; every answer of this page is about one. */
    private record Asked(HttpServletResponse response, Campaign campaign, Identity identity, WonDraw draw, Lang lang) {
        Asked(HttpServletResponse response, WinnersEntrance.Visit visit, Lang lang) {
            this(response, visit.campaign(), visit.identity(), visit.draw(), lang);
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<WinnersEntrance.Visit> visit = entrance.look(request, response, number -> "/prizes/" + number + "/address");
        if (visit.isPresent()) {
            show(new Asked(response, visit.get(), Lang.ofAndRemember(request, response)));
        }
    }

    private void show(Asked asked) throws IOException {
        try {
            Entry entry = require(addresses.find(asked.draw));
            Typed typed = entry.address().map(Typed::of).orElse(Typed.NOTHING);
            show(asked, 200, page(asked, entry.revision(), typed, entry.address().isPresent())
                    .with(entry.shipment().isPresent() ? AddressNotice.SHIPPED : AddressNotice.NONE));
        } catch (ClaimsUnavailable away) {
            LOG.warn("no address page for now: {}", away.getMessage());
            throw new RequestRefused(Notice.BUSY, "the address cannot be read now");
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Asked asked = new Asked(response, entrance.requireForm(request), Lang.of(request));
        AddressForm form = AddressForm.of(request);
        AddressPage page = page(asked, form.revision(), form.typed(), form.revision() > 0);
        AddressCheck check = AddressCheck.of(form.typed());
        if (!form.withdraws() && check.address().isEmpty()) {
            show(asked, 400, page.with(check.problems()));
            return;
        }
        try {
            answer(asked, page, form.withdraws() ? addresses.withdraw(asked.draw) : addresses.put(asked.draw, check.address().orElseThrow(), form.revision()));
        } catch (ClaimsUnavailable away) {
            LOG.warn("an address was not taken, its winner is to try again: {}", away.getMessage());
            response.setHeader("Retry-After", "2");
            show(asked, 503, page.with(AddressNotice.BUSY));
        }
    }

    private void answer(Asked asked, AddressPage page, AddressBook.Change change) throws IOException, ClaimsUnavailable {
        switch (change) {
            case DONE -> Redirect.seeOther(asked.response, "/c/" + asked.campaign.slug() + "/prizes");
            case NO_SUCH_WIN -> throw noSuchWin();
            case SHIPPED -> show(asked, 409, page.with(AddressNotice.SHIPPED));
            // Sent again, the form has seen what it writes over.
            case CHANGED_MEANWHILE -> show(asked, 409,
                    page(asked, require(addresses.find(asked.draw)).revision(), page.typed(), true).with(AddressNotice.CHANGED));
        }
    }

    private static Entry require(Optional<Entry> entry) {
        return entry.orElseThrow(AddressServlet::noSuchWin);
    }

    private static RequestRefused noSuchWin() {
        return new RequestRefused(Notice.NOT_FOUND, "no posted prize of this player's");
    }

    private AddressPage page(Asked asked, int revision, Typed typed, boolean stored) {
        return new AddressPage(asked.campaign.slug(), CampaignViews.text(asked.campaign.name(), asked.lang),
                CampaignViews.text(asked.campaign.organiser(), asked.lang), prizeName(asked), asked.draw.number(), identities.csrfToken(asked.identity), revision, typed,
                Map.of(), AddressNotice.NONE, stored, keptDays);
    }

    /** For the heading alone: which prize it is decides MariaDB. */
    private String prizeName(Asked asked) {
        return states.of(asked.campaign, asked.draw.player()).stream().flatMap(state -> state.wins().stream())
                .filter(win -> win.number() == asked.draw.number()).findFirst().flatMap(win -> asked.campaign.prize(win.prizeId()))
                .map(prize -> CampaignViews.text(prize.name(), asked.lang)).orElse("");
    }

    private void show(Asked asked, int status, AddressPage page) throws IOException {
        views.render(asked.response, status, Views.ADDRESS, asked.lang, page, campaigns.look(asked.campaign, asked.lang));
    }
}
