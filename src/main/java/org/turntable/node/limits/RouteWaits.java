package org.turntable.node.limits;

import static org.turntable.node.limits.RequestWait.CONSOLE;
import static org.turntable.node.limits.RequestWait.DRAW;
import static org.turntable.node.limits.RequestWait.OPERATOR_ACCOUNT;
import static org.turntable.node.limits.RequestWait.OPERATOR_PASSWORD;
import static org.turntable.node.limits.RequestWait.PING;
import static org.turntable.node.limits.RequestWait.PLAYER_LOAD;
import static org.turntable.node.limits.RequestWait.PLAYER_STATE;
import static org.turntable.node.limits.RequestWait.REHEARSAL;
import static org.turntable.node.limits.RequestWait.SESSION;
import static org.turntable.node.limits.RequestWait.SIGN_IN_CALLS;
import static org.turntable.node.limits.RequestWait.SIGN_IN_COUNTS;
import static org.turntable.node.limits.RequestWait.VERIFIERS;
import static org.turntable.node.limits.RequestWait.VERIFIER_PASSWORD;
import static org.turntable.node.limits.RequestWait.WECHAT_LOOK_UPS;
import static org.turntable.node.limits.RequestWait.WINNERS;

import io.prometheus.metrics.exporter.servlet.jakarta.PrometheusMetricsServlet;
import jakarta.servlet.http.HttpServlet;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.turntable.concurrent.Bulkhead;
import org.turntable.console.ConsoleCampaignServlet;
import org.turntable.console.ConsoleCodeServlet;
import org.turntable.console.ConsoleHomeServlet;
import org.turntable.console.ConsoleSetUpServlet;
import org.turntable.console.ConsoleSignInServlet;
import org.turntable.console.ConsoleSignOutServlet;
import org.turntable.health.DrainServlet;
import org.turntable.health.LiveServlet;
import org.turntable.health.ReadyServlet;
import org.turntable.health.RehearsalServlet;
import org.turntable.health.StatusServlet;
import org.turntable.web.campaign.HomeServlet;
import org.turntable.web.campaign.NameServlet;
import org.turntable.web.campaign.PictureServlet;
import org.turntable.web.campaign.RulesServlet;
import org.turntable.web.campaign.RulesTextServlet;
import org.turntable.web.claim.AddressServlet;
import org.turntable.web.claim.CodeServlet;
import org.turntable.web.claim.CollectServlet;
import org.turntable.web.claim.PrivacyServlet;
import org.turntable.web.claim.PrizesServlet;
import org.turntable.web.claim.RedemptionStatusServlet;
import org.turntable.web.draw.CampaignServlet;
import org.turntable.web.draw.DrawServlet;
import org.turntable.web.draw.DrawStatusServlet;
import org.turntable.web.http.ErrorServlet;
import org.turntable.web.http.RequestLimits;
import org.turntable.web.line.EnterServlet;
import org.turntable.web.signin.FollowingServlet;
import org.turntable.web.signin.SignInServlet;
import org.turntable.web.signin.SignOutServlet;
import org.turntable.web.signin.WeChatCallbackServlet;
import org.turntable.web.signin.WeChatSignInServlet;
import org.turntable.web.signin.WeChatSignatureServlet;
import org.turntable.web.telemetry.BeaconServlet;
import org.turntable.web.telemetry.DiagServlet;
import org.turntable.web.verifier.RedeemCodeServlet;
import org.turntable.web.verifier.RedeemConfirmationServlet;
import org.turntable.web.verifier.RedeemServlet;
import org.turntable.web.verifier.VerifierSignInServlet;
import org.turntable.web.verifier.VerifierSignOutServlet;

/** What the requests of each route may wait for. A servlet that is not in this table stops the start of a node. */
public final class RouteWaits {
    private static final Map<Class<? extends HttpServlet>, Set<RequestWait>> WAITS = new HashMap<>();

    // spotless:off
    static {
        waits(HomeServlet.class);
        waits(NameServlet.class);
        waits(CampaignServlet.class,           SESSION, PLAYER_STATE, PLAYER_LOAD);
        waits(RulesServlet.class,              SESSION);
        waits(RulesTextServlet.class);
        waits(PictureServlet.class);
        waits(PrivacyServlet.class,            SESSION);
        waits(DrawServlet.class,               DRAW);
        waits(DrawStatusServlet.class,         SESSION, PLAYER_STATE, PLAYER_LOAD);
        waits(PrizesServlet.class,             SESSION, PLAYER_STATE, PLAYER_LOAD, WINNERS);
        waits(AddressServlet.class,            SESSION, PLAYER_STATE, PLAYER_LOAD, WINNERS);
        waits(CodeServlet.class,               SESSION, PLAYER_STATE, PLAYER_LOAD, WINNERS);
        waits(RedemptionStatusServlet.class,   SESSION, WINNERS);
        waits(CollectServlet.class,            SESSION, WINNERS);
        waits(EnterServlet.class,              SESSION);
        waits(SignInServlet.class,             SESSION);
        waits(SignOutServlet.class,            SESSION);
        waits(WeChatSignInServlet.class,       SESSION);
        waits(WeChatCallbackServlet.class,     SESSION, SIGN_IN_CALLS);
        waits(WeChatSignatureServlet.class,    WECHAT_LOOK_UPS);
        waits(FollowingServlet.class,          SESSION, WECHAT_LOOK_UPS);
        waits(BeaconServlet.class);
        waits(DiagServlet.class,               PING);
        waits(RedeemServlet.class,             SESSION);
        waits(RedeemCodeServlet.class,         SESSION, VERIFIERS);
        waits(RedeemConfirmationServlet.class, SESSION, VERIFIERS);
        waits(VerifierSignInServlet.class,     SESSION, SIGN_IN_COUNTS, VERIFIERS, VERIFIER_PASSWORD);
        waits(VerifierSignOutServlet.class,    SESSION);
        waits(ConsoleHomeServlet.class,        SESSION, CONSOLE);
        waits(ConsoleCampaignServlet.class,    SESSION, CONSOLE);
        waits(ConsoleSignOutServlet.class,     SESSION, CONSOLE);
        waits(ConsoleSignInServlet.class,      SESSION, SIGN_IN_COUNTS, OPERATOR_ACCOUNT, OPERATOR_PASSWORD);
        waits(ConsoleCodeServlet.class,        SESSION, SIGN_IN_COUNTS, CONSOLE);
        waits(ConsoleSetUpServlet.class,       SESSION, SIGN_IN_COUNTS, CONSOLE);
        waits(ErrorServlet.class);
        waits(LiveServlet.class);
        waits(ReadyServlet.class);
        waits(StatusServlet.class);
        waits(PrometheusMetricsServlet.class);
        waits(DrainServlet.class);
        waits(RehearsalServlet.class,          REHEARSAL);
    }
    // spotless:on

    private RouteWaits() {}

    private static void waits(Class<? extends HttpServlet> servlet, RequestWait... all) {
        Set<RequestWait> waits = EnumSet.noneOf(RequestWait.class);
        waits.addAll(Set.of(all));
        WAITS.put(servlet, waits);
    }

    /**
     * What a servlet may wait for.
     *
     * @throws IllegalStateException for a servlet that is not in the table
     */
    public static Set<RequestWait> of(Class<? extends HttpServlet> servlet) {
        Set<RequestWait> waits = WAITS.get(servlet);
        if (waits == null) {
            throw new IllegalStateException("what does " + servlet.getName() + " wait for? RouteWaits does not say");
        }
        return waits;
    }

    /** The longest time that a request waits: all its waits one after the other, each as long as it may be. */
    public static Duration worstCase(Class<? extends HttpServlet> servlet) {
        Duration inTime = total(servlet, false);
        return (inTime.compareTo(RequestWait.REQUEST_TIME) < 0 ? inTime : RequestWait.REQUEST_TIME)
                .plus(total(servlet, true));
    }

    private static Duration total(Class<? extends HttpServlet> servlet, boolean besideRequestTime) {
        return of(servlet).stream()
                .filter(wait -> wait.isBesideRequestTime() == besideRequestTime)
                .map(RequestWait::longest)
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** The limits of this node's routes. */
    public static RequestLimits limits() {
        Bulkhead console = new Bulkhead(CONSOLE.permits());
        return servlet -> new RequestLimits.Limit(
                of(servlet).contains(REHEARSAL) ? Optional.empty() : Optional.of(RequestWait.REQUEST_TIME),
                of(servlet).contains(CONSOLE) ? Optional.of(console) : Optional.empty());
    }
}
