package org.turntable.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.CampaignAdministration;
import org.turntable.campaign.CampaignState;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.web.http.DispatchServlet;
import org.turntable.web.http.RequestRejectedException;
import org.turntable.web.page.Lang;
import org.turntable.web.page.Notice;

/**
 * {@code /console/campaigns/{slug}}: one campaign; a post pauses, resumes or closes it, and is recorded with its
 * reason.
 */
public final class ConsoleCampaignServlet extends ConsoleServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleCampaignServlet.class);
    private static final int LONGEST_REASON = 200;
    private static final int MOVES_SHOWN = 10;

    /** The actions of the console, and from which states. Opening a campaign needs the preflight and the tool. */
    private enum Deed {
        PAUSE(CampaignState.PAUSED, Set.of(CampaignState.OPEN)),
        RESUME(CampaignState.OPEN, Set.of(CampaignState.PAUSED)),
        CLOSE(CampaignState.CLOSED, Set.of(CampaignState.OPEN, CampaignState.PAUSED));

        private final CampaignState to;
        private final Set<CampaignState> from;

        Deed(CampaignState to, Set<CampaignState> from) {
            this.to = to;
            this.from = from;
        }
    }

    private static final Map<String, Deed> DEEDS =
            Map.of("pause", Deed.PAUSE, "resume", Deed.RESUME, "close", Deed.CLOSE);

    private final transient CampaignAdministration campaigns;
    private final transient ConsoleStatistics figures;
    private final transient Supplier<Instant> clock;

    public ConsoleCampaignServlet(
            ConsoleAccess access,
            ConsolePages pages,
            CampaignAdministration campaigns,
            ConsoleStatistics figures,
            Supplier<Instant> clock) {
        super(access, pages);
        this.campaigns = campaigns;
        this.figures = figures;
        this.clock = clock;
    }

    @Override
    protected void handle(HttpServletRequest request, HttpServletResponse response, String operator)
            throws IOException, DatabaseUnavailableException {
        String slug = DispatchServlet.variable(request, "slug");
        if (!isPost(request)) {
            show(request, response, operator, slug, HttpServletResponse.SC_OK, null);
            return;
        }
        Deed deed = Optional.ofNullable(request.getParameter("deed"))
                .map(DEEDS::get)
                .orElseThrow(() -> new RequestRejectedException(Notice.BAD_REQUEST, "no such action of the console"));
        Optional<String> refusal = move(slug, deed, request, operator);
        if (refusal.isPresent()) {
            show(request, response, operator, slug, HttpServletResponse.SC_CONFLICT, refusal.get());
        } else {
            ConsoleAccess.goTo(response, "/console/campaigns/" + slug);
        }
    }

    /** Why it was refused, as the key of a message; empty when it was done. */
    private Optional<String> move(String slug, Deed deed, HttpServletRequest request, String operator)
            throws DatabaseUnavailableException {
        String reason =
                Optional.ofNullable(request.getParameter("reason")).orElse("").strip();
        if (reason.isEmpty() || reason.length() > LONGEST_REASON) {
            return Optional.of("console.reason.needed");
        }
        if (deed == Deed.CLOSE && !"yes".equals(request.getParameter("sure"))) {
            return Optional.of("console.close.unsure");
        }
        Campaign campaign = require(slug);
        if (!deed.from.contains(campaign.state())) {
            return Optional.of("console.moved.meanwhile");
        }
        try {
            campaigns.changeState(slug, deed.to, operator, reason, clock.get());
            LOG.warn(
                    "operator {} moved campaign {} from {} to {}: {}",
                    operator,
                    slug,
                    campaign.state().word(),
                    deed.to.word(),
                    reason);
            return Optional.empty();
        } catch (CampaignAdministration.RefusedException moved) {
            LOG.info("operator {} could not move campaign {}: {}", operator, slug, moved.getMessage());
            return Optional.of("console.moved.meanwhile");
        }
    }

    private Campaign require(String slug) throws DatabaseUnavailableException {
        return campaigns
                .find(slug)
                .orElseThrow(() -> new RequestRejectedException(Notice.NOT_FOUND, "no such campaign"));
    }

    private void show(
            HttpServletRequest request,
            HttpServletResponse response,
            String operator,
            String slug,
            int status,
            String refusal)
            throws IOException, DatabaseUnavailableException {
        Lang lang = Lang.ofAndRemember(request, response);
        Campaign campaign = require(slug);
        pages.campaign(
                response,
                status,
                lang,
                operator,
                access.forms().token(request, response),
                campaign,
                figures.of(campaign),
                campaigns.stateChanges(slug, MOVES_SHOWN),
                refusal,
                refusal == null
                        ? ""
                        : Optional.ofNullable(request.getParameter("reason"))
                                .filter(text -> text.length() <= LONGEST_REASON)
                                .orElse(""));
    }
}
