package org.turntable.node;

import static org.turntable.web.http.Route.Audience.EDGE;
import static org.turntable.web.http.Route.Audience.OPERATORS;
import static org.turntable.web.http.Route.Audience.OPS;
import static org.turntable.web.http.Route.Audience.PLAYERS;
import static org.turntable.web.http.Route.Audience.VERIFIERS;

import io.prometheus.metrics.exporter.servlet.jakarta.PrometheusMetricsServlet;
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
import org.turntable.web.http.RouteTable;
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

/** The one table of all paths. Static files are served beside it, under {@code /assets/*}. */
public final class Routes {
    /** All routes of all configurations; a node binds those that its settings switch on. */
    // spotless:off
    public static final RouteTable TABLE = new RouteTable()
        .group(PLAYERS)
        .route("/",                           HomeServlet.class,         "Redirects to the current campaign.")
        .route("/c/{slug}",                   CampaignServlet.class,     "The page with the wheel.")
        .route("/c/{slug}/rules",             RulesServlet.class,        "The rules with odds, stock and changes.")
        .route("/c/{slug}/rules/{version}",   RulesTextServlet.class,    "A published version as plain text.")
        .route("/c/{slug}/draws",             DrawServlet.class,         "One draw.")
        .route("/c/{slug}/draws/{number}",    DrawStatusServlet.class,   "The result of a draw, as JSON.")
        .route("/c/{slug}/prizes",            PrizesServlet.class,       "The player's own prizes.")
        .route("/c/{slug}/prizes/privacy",    PrivacyServlet.class,      "What is done with an address.")
        .route("/pictures/{name}",            PictureServlet.class,      "A picture of a theme.")
        .route("/enter",                      EnterServlet.class,        "Signs in a player from another line.")
        .route("/sign-out",                   SignOutServlet.class,      "Signs out on this browser.")
        .route("/beacon",                     BeaconServlet.class,       "Takes load times and errors of pages.")
        .route("/diag",                       DiagServlet.class,         "Shows how this request arrived.")
        .group(PLAYERS, "claims.key")
        .route("/c/{slug}/prizes/{number}/address", AddressServlet.class, "The form for the address of a parcel.")
        .group(PLAYERS, "claims.redemption=verifier")
        .route("/c/{slug}/prizes/{number}/coupon/{key}", CodeServlet.class, "A coupon's code, to be shown in a store.")
        .route("/c/{slug}/prizes/{number}/code/{code}", CodeServlet.class, "The same at its address of earlier WARs.")
        .route("/c/{slug}/prizes/{number}/standing", RedemptionStatusServlet.class, "Whether it is redeemed, as JSON.")
        .group(PLAYERS, "red-packets=partner")
        .route("/c/{slug}/prizes/{number}/collect", CollectServlet.class, "Requests the payment of a red packet.")
        .group(PLAYERS, "sign-in=simple")
        .route("/sign-in",                    SignInServlet.class,       "Signs in by a name.")
        .group(PLAYERS, "sign-in=wechat-direct or wechat-partner")
        .route("/sign-in",                    WeChatSignInServlet.class, "Redirects to WeChat.")
        .route("/wechat/callback",            WeChatCallbackServlet.class, "WeChat sends players back to it.")
        .route("/wechat/signature",           WeChatSignatureServlet.class, "What WeChat's script needs, as JSON.")
        .route("/wechat/following",           FollowingServlet.class,    "Whether the player is a follower.")
        .group(VERIFIERS, "claims.redemption=verifier")
        .route("/redeem",                     RedeemServlet.class,       "The page that scans codes.")
        .route("/redeem/codes",               RedeemCodeServlet.class,   "Shows what a code is.")
        .route("/redeem/confirmations",       RedeemConfirmationServlet.class, "Redeems a coupon, once.")
        .route("/redeem/sign-in",             VerifierSignInServlet.class, "Signs in by name and password.")
        .route("/redeem/sign-out",            VerifierSignOutServlet.class, "Signs out.")
        .group(OPERATORS, "console.origin")
        .route("/console",                    ConsoleHomeServlet.class,  "Campaigns and nodes.")
        .route("/console/campaigns/{slug}",   ConsoleCampaignServlet.class, "Shows and moves one campaign.")
        .route("/console/sign-in",            ConsoleSignInServlet.class, "Signs in by name and password.")
        .route("/console/sign-in/code",       ConsoleCodeServlet.class,  "Takes the second factor.")
        .route("/console/set-up",             ConsoleSetUpServlet.class, "Sets up the second factor.")
        .route("/console/sign-out",           ConsoleSignOutServlet.class, "Signs out.")
        .group(EDGE)
        .route("/name",                       NameServlet.class,         "The name of the current campaign, as HTML.")
        .route("/c/{slug}/name",              NameServlet.class,         "The name of a campaign, as HTML.")
        .route("/error",                      ErrorServlet.class,        "The page for errors of Tomcat.")
        .group(OPS)
        .route("/livez",                      LiveServlet.class,         "Whether the process is alive.")
        .route("/readyz",                     ReadyServlet.class,        "Whether players may be sent here.")
        .route("/metrics",                    PrometheusMetricsServlet.class, "Metrics for Prometheus.")
        .route("/status",                     StatusServlet.class,       "State and load of the node, as JSON.")
        .route("/drain",                      DrainServlet.class,        "Sends players to other nodes, or stops.")
        .route("/rehearsal",                  RehearsalServlet.class,    "Makes a rehearsal draw.");
    // spotless:on

    private Routes() {}
}
