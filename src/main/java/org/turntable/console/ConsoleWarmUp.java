package org.turntable.console;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.CampaignAdministration;
import org.turntable.campaign.CampaignState;
import org.turntable.web.page.Lang;
import org.turntable.web.page.Views;

/** Renders each page of the console once with a sample model, before a node is ready. */
public final class ConsoleWarmUp {
    private static final ConsoleStatistics.Figures NO_FIGURES =
            new ConsoleStatistics.Figures(Optional.empty(), Optional.empty(), Optional.empty());

    private final Views views;
    private final ConsolePages pages;
    private final ConsoleFactorPages factorPages;
    private final Supplier<Instant> clock;

    ConsoleWarmUp(Views views, ConsolePages pages, ConsoleFactorPages factorPages, Supplier<Instant> clock) {
        this.views = views;
        this.pages = pages;
        this.factorPages = factorPages;
        this.clock = clock;
    }

    /**
     * Renders every page once in both languages, so that a broken template stops the start.
     *
     * @throws IllegalStateException when a page cannot be rendered
     */
    public void run() {
        for (Lang lang : Lang.values()) {
            views.renderToString("console-sign-in", lang, signIn(lang));
            views.renderToString(
                    ConsoleFactorPages.CODE,
                    lang,
                    new ConsoleFactorPages.CodePage("token", pages.text(lang, "console.code.refused")));
            views.renderToString(ConsoleFactorPages.SET_UP, lang, setUp(lang));
            views.renderToString(
                    ConsoleFactorPages.RECOVERY, lang, new ConsoleFactorPages.RecoveryPage(List.of("k7mn-2wxa-pq3r")));
            views.renderToString("console-message", lang, message(lang));
            views.renderToString("console-home", lang, home(lang));
            views.renderToString("console-campaign", lang, campaign(lang));
        }
    }

    private ConsolePages.SignInPage signIn(Lang lang) {
        return new ConsolePages.SignInPage("token", pages.text(lang, "console.sign.in.refused"));
    }

    private ConsoleFactorPages.SetUpPage setUp(Lang lang) {
        return new ConsoleFactorPages.SetUpPage(
                "token",
                pages.text(lang, "console.set.up.code.refused"),
                "li.na",
                factorPages.app("li.na", new byte[20]));
    }

    private ConsolePages.MessagePage message(Lang lang) {
        return new ConsolePages.MessagePage(
                pages.text(lang, "console.away.title"), pages.text(lang, "console.away.text"));
    }

    private ConsolePages.HomePage home(Lang lang) {
        return new ConsolePages.HomePage(
                frame(),
                List.of(pages.card(ConsoleSample.campaign(), NO_FIGURES, lang)),
                List.of(new ConsolePages.NodeRow(
                        "node-1", "1.0.0", "silent", "-", "1%", "1%", "0", List.of("redis: away"))),
                ConsolePages.time(clock.get()));
    }

    private ConsolePages.CampaignPage campaign(Lang lang) {
        Campaign sample = ConsoleSample.campaign();
        return pages.page(
                lang,
                frame(),
                sample,
                NO_FIGURES,
                List.of(new CampaignAdministration.StateChange(
                        CampaignState.SCHEDULED, CampaignState.OPEN, "li.na", null, clock.get())),
                "console.reason.needed",
                "");
    }

    private static ConsolePages.Frame frame() {
        return new ConsolePages.Frame("li.na", "token");
    }
}
