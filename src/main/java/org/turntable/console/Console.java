package org.turntable.console;

import jakarta.servlet.http.HttpServlet;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.turntable.campaign.CampaignAdministration;
import org.turntable.staff.FactorSeal;
import org.turntable.staff.KnownDevices;
import org.turntable.staff.OperatorAccounts;
import org.turntable.staff.OperatorFactors;
import org.turntable.staff.RecoveryCodes;
import org.turntable.staff.SecondFactor;
import org.turntable.staff.SignInCounters;
import org.turntable.staff.SignInGuard;
import org.turntable.staff.SignInLimits;
import org.turntable.web.page.Views;

/** The servlets of the console. */
public final class Console {
    private Console() {}

    /**
     * The accounts of operators, and what their sign-in needs.
     *
     * @param secret {@code identity.secret}, from which the keys are derived
     */
    public record Staff(OperatorAccounts accounts, OperatorFactors factors, SignInCounters counters, String secret) {}

    /** Creates the servlets, and renders each page once. */
    public static List<HttpServlet> servlets(
            ConsoleAccess.Rules rules,
            Staff staff,
            CampaignAdministration campaigns,
            ConsoleStatistics statistics,
            Views views,
            Supplier<Instant> clock,
            SecureRandom random) {
        ConsoleForms forms = new ConsoleForms(random);
        ConsoleAccess access = new ConsoleAccess(rules, staff.accounts(), clock, forms);
        PendingSignIn pending = new PendingSignIn(staff.accounts(), forms, clock);
        KnownDevices devices = new KnownDevices(staff.secret(), random);
        ConsoleEntry entry = new ConsoleEntry(access, devices, clock);
        SignInGuard passwords = new SignInGuard(
                ConsoleSignIn.KIND,
                staff.counters(),
                rules.factorRequired() ? SignInLimits.BEFORE_FACTOR : SignInLimits.PASSWORD_ALONE);
        SecondFactor factor = new SecondFactor(
                staff.factors(),
                new SignInGuard("operator-factor", staff.counters(), SignInLimits.FACTOR),
                new FactorSeal(staff.secret(), random),
                new RecoveryCodes(staff.secret()),
                random);
        ConsolePages pages = new ConsolePages(views, clock);
        ConsoleFactorPages factorPages =
                new ConsoleFactorPages(views, URI.create(rules.origin()).getHost());
        new ConsoleWarmUp(views, pages, factorPages, clock).run();
        return List.of(
                new ConsoleHomeServlet(access, pages, campaigns, statistics),
                new ConsoleCampaignServlet(access, pages, campaigns, statistics, clock),
                new ConsoleSignInServlet(
                        access, pages, new ConsoleSignIn(staff.accounts(), passwords, devices, clock), pending, entry),
                new ConsoleCodeServlet(access, pages, factorPages, pending, factor, entry, clock),
                new ConsoleSetUpServlet(access, pages, factorPages, pending, factor, staff.accounts(), entry, clock),
                new ConsoleSignOutServlet(access, pages));
    }
}
