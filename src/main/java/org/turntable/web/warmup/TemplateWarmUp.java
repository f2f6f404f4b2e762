package org.turntable.web.warmup;

import org.turntable.web.page.Lang;
import org.turntable.web.page.Messages;
import org.turntable.web.page.Views;

/** Renders each page of the players once with a sample model, before a node is ready. */
public final class TemplateWarmUp {
    private final Views views;
    private final Messages messages;

    public TemplateWarmUp(Views views, Messages messages) {
        this.views = views;
        this.messages = messages;
    }

    /**
     * Renders every page once in both languages: a broken template stops the start, and no player waits for the
     * parsing.
     *
     * @throws IllegalStateException when a page cannot be rendered
     */
    public void run() {
        for (Lang lang : Lang.values()) {
            SamplePages samples = new SamplePages(lang, messages);
            views.renderToString(Views.CAMPAIGN, lang, samples.campaign(), samples.pageTheme());
            views.renderToString(Views.RULES, lang, samples.rules(), samples.pageTheme());
            views.renderToString(Views.PRIZES, lang, samples.prizesWon());
            views.renderToString(Views.ADDRESS, lang, samples.claims().address());
            views.renderToString(Views.PRIVACY, lang, samples.claims().privacy());
            views.renderToString(Views.CODE, lang, samples.claims().code());
            views.renderToString(Views.VERIFIER_SIGN_IN, lang, samples.claims().verifierSignIn());
            views.renderToString(Views.REDEEM, lang, samples.claims().redeem());
            views.renderToString(Views.SIGN_IN, lang, samples.signIn());
            views.renderToString(Views.OPEN_IN_WECHAT, lang, samples.openInWeChat());
            views.renderToString(Views.DIAG, lang, samples.diag());
            views.renderToString(Views.MESSAGE, lang, samples.message());
        }
    }
}
