package org.turntable.web.claim;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.campaign.Campaign;
import org.turntable.claim.address.AddressBook;
import org.turntable.claim.address.AddressBook.Entry;
import org.turntable.claim.address.AddressValidator;
import org.turntable.claim.address.AddressValidator.Typed;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.DrawKey;
import org.turntable.player.Identity;
import org.turntable.web.campaign.CampaignModels;
import org.turntable.web.campaign.PlayerStates;
import org.turntable.web.claim.AddressPage.AddressNotice;
import org.turntable.web.http.Redirect;
import org.turntable.web.http.RequestRejectedException;
import org.turntable.web.page.Lang;
import org.turntable.web.page.Notice;
import org.turntable.web.page.Views;
import org.turntable.web.signin.Identities;

/**
 * The address of a posted prize, for its winner only: other players get 404. The typed values stay in the form after
 * every error. An address that was changed on another phone meanwhile is not overwritten without a notice.
 */
public final class AddressServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(AddressServlet.class);

    private final transient WinnerAccess access;
    private final transient CampaignModels campaigns;
    private final transient Identities identities;
    private final transient PlayerStates states;
    private final transient AddressBook addresses;
    private final transient Views views;
    private final long keptDays;

    /** @param keptDays days for which an address is kept after its parcel was shipped */
    public AddressServlet(
            WinnerAccess access,
            CampaignModels campaigns,
            Identities identities,
            PlayerStates states,
            AddressBook addresses,
            Views views,
            long keptDays) {
        this.access = access;
        this.campaigns = campaigns;
        this.identities = identities;
        this.states = states;
        this.addresses = addresses;
        this.views = views;
        this.keptDays = keptDays;
    }

    /** The request: the player, the prize and the language. */
    private record Asked(HttpServletResponse response, Campaign campaign, Identity identity, DrawKey draw, Lang lang) {
        Asked(HttpServletResponse response, WinnerAccess.Visit visit, Lang lang) {
            this(response, visit.campaign(), visit.identity(), visit.draw(), lang);
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<WinnerAccess.Visit> visit =
                access.visit(request, response, number -> "/prizes/" + number + "/address");
        if (visit.isPresent()) {
            show(new Asked(response, visit.get(), Lang.ofAndRemember(request, response)));
        }
    }

    private void show(Asked asked) throws IOException {
        try {
            Entry entry = require(addresses.find(asked.draw));
            Typed typed = entry.address().map(Typed::of).orElse(Typed.NOTHING);
            show(
                    asked,
                    200,
                    page(asked, entry.revision(), typed, entry.address().isPresent())
                            .with(entry.shipment().isPresent() ? AddressNotice.SHIPPED : AddressNotice.NONE));
        } catch (DatabaseUnavailableException unavailable) {
            LOG.warn("the address page is not available: {}", unavailable.getMessage());
            throw new RequestRejectedException(Notice.BUSY, "the address cannot be read now");
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Asked asked = new Asked(response, access.requireForm(request), Lang.of(request));
        AddressForm form = AddressForm.of(request);
        AddressPage page = page(asked, form.revision(), form.typed(), form.revision() > 0);
        AddressValidator check = AddressValidator.of(form.typed());
        if (!form.withdraws() && check.address().isEmpty()) {
            show(asked, 400, page.with(check.problems()));
            return;
        }
        try {
            respond(
                    asked,
                    page,
                    form.withdraws()
                            ? addresses.withdraw(asked.draw)
                            : addresses.put(asked.draw, check.address().orElseThrow(), form.revision()));
        } catch (DatabaseUnavailableException unavailable) {
            LOG.warn("an address was not stored, its winner is asked to try again: {}", unavailable.getMessage());
            response.setHeader("Retry-After", "2");
            show(asked, 503, page.with(AddressNotice.BUSY));
        }
    }

    private void respond(Asked asked, AddressPage page, AddressBook.Change change)
            throws IOException, DatabaseUnavailableException {
        switch (change) {
            case DONE -> Redirect.seeOther(asked.response, "/c/" + asked.campaign.slug() + "/prizes");
            case NO_SUCH_WIN -> throw noSuchWin();
            case SHIPPED -> show(asked, 409, page.with(AddressNotice.SHIPPED));
            // When it is sent again, the form has the present revision.
            case CHANGED_MEANWHILE ->
                show(
                        asked,
                        409,
                        page(asked, require(addresses.find(asked.draw)).revision(), page.typed(), true)
                                .with(AddressNotice.CHANGED));
        }
    }

    private static Entry require(Optional<Entry> entry) {
        return entry.orElseThrow(AddressServlet::noSuchWin);
    }

    private static RequestRejectedException noSuchWin() {
        return new RequestRejectedException(Notice.NOT_FOUND, "no posted prize of this player's");
    }

    private AddressPage page(Asked asked, int revision, Typed typed, boolean stored) {
        return new AddressPage(
                asked.campaign.slug(),
                CampaignModels.text(asked.campaign.name(), asked.lang),
                CampaignModels.text(asked.campaign.organiser(), asked.lang),
                prizeName(asked),
                asked.draw.number(),
                identities.csrfToken(asked.identity),
                revision,
                typed,
                Map.of(),
                AddressNotice.NONE,
                stored,
                keptDays);
    }

    /** The prize's name, for the heading only; MariaDB decides which prize it is. */
    private String prizeName(Asked asked) {
        return states.of(asked.campaign, asked.draw.player()).stream()
                .flatMap(state -> state.wins().stream())
                .filter(win -> win.number() == asked.draw.number())
                .findFirst()
                .flatMap(win -> asked.campaign.prize(win.prizeId()))
                .map(prize -> CampaignModels.text(prize.name(), asked.lang))
                .orElse("");
    }

    private void show(Asked asked, int status, AddressPage page) throws IOException {
        views.render(
                asked.response,
                status,
                Views.ADDRESS,
                asked.lang,
                page,
                campaigns.pageTheme(asked.campaign, asked.lang));
    }
}
