package org.turntable.console;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.turntable.staff.Totp;
import org.turntable.web.page.Lang;
import org.turntable.web.page.QrCode;
import org.turntable.web.page.Views;

/** Renders the pages of the second factor. */
public final class ConsoleFactorPages {
    /** The templates of these pages. */
    static final String CODE = "console-code";

    static final String SET_UP = "console-set-up";
    static final String RECOVERY = "console-recovery";

    private final Views views;
    private final String issuer;

    /** @param issuer what authenticator apps show: the host of the console */
    ConsoleFactorPages(Views views, String issuer) {
        this.views = views;
        this.issuer = issuer;
    }

    /** The page for a code; {@code refusal} is why the last one was refused, or null. */
    public record CodePage(String csrf, String refusal) {}

    /** The page of a set-up; {@code app} is null until the token was accepted. */
    public record SetUpPage(String csrf, String refusal, String operator, App app) {}

    /**
     * What an app needs.
     *
     * @param address the same as the QR code has, as a link for the phone that shows this page
     * @param key the secret in groups of four
     */
    public record App(QrCode qr, String address, String key) {}

    /** The page with the recovery codes. */
    public record RecoveryPage(List<String> codes) {}

    void code(HttpServletResponse response, int status, Lang lang, String csrf, String refusalKey) throws IOException {
        views.render(response, status, CODE, lang, new CodePage(csrf, text(lang, refusalKey)));
    }

    void setUp(
            HttpServletResponse response,
            int status,
            Lang lang,
            String csrf,
            String operator,
            Optional<byte[]> secret,
            String refusalKey)
            throws IOException {
        App app = secret.map(shown -> app(operator, shown)).orElse(null);
        views.render(response, status, SET_UP, lang, new SetUpPage(csrf, text(lang, refusalKey), operator, app));
    }

    void recovery(HttpServletResponse response, Lang lang, List<String> codes) throws IOException {
        views.render(response, HttpServletResponse.SC_OK, RECOVERY, lang, new RecoveryPage(codes));
    }

    App app(String operator, byte[] secret) {
        String address = Totp.address(issuer, operator, secret);
        return new App(QrCode.of(address), address, Totp.key(secret).replaceAll("(.{4})(?=.)", "$1 "));
    }

    private String text(Lang lang, String key) {
        return key == null ? null : views.messages().text(lang, key);
    }
}
