package org.turntable.web.telemetry;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.web.http.EntryLines;
import org.turntable.web.http.RateLimiter;
import org.turntable.web.http.RequestIdFilter;
import org.turntable.web.http.Responses;
import org.turntable.web.http.UserAgents;
import org.turntable.web.page.Lang;
import org.turntable.web.page.Views;
import org.turntable.web.signin.Identities;

/**
 * {@code /diag}: the page that ops ask a player or tester to open and read out. Shows how this request arrived, and
 * writes a short code into the log with the request's id. Shows the Host header, escaped, since a wrong Host is a fault
 * to be found; shows no secret, no player and no value of a cookie. Uses no session and no MariaDB.
 */
public final class DiagServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(DiagServlet.class);
    /** Characters that are not confused when read out: no 0 and O, no 1, I and L. */
    private static final String LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";

    private static final int CODE_LENGTH = 6;
    private static final int LONGEST_HOST = 120;
    private static final int LONGEST_AGENT = 400;
    private static final int TOO_MANY_REQUESTS = 429;
    /** Set by RemoteIpValve when the connection came from a proxy's address that it trusts. */
    private static final String FROM_PROXY = "org.apache.tomcat.request.forwarded";
    /** Header that the edge adds to every request; trusted only from such an address. */
    private static final String HANDED_OVER = "X-Forwarded-Proto";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS 'UTC'").withZone(ZoneOffset.UTC);

    private final transient NodeFacts node;
    private final transient EntryLines lines;
    private final transient Identities identities;
    private final transient RateLimiter limiter;
    private final transient Supplier<Instant> clock;
    private final transient SecureRandom random;
    private final transient Views views;
    private final transient Responses responses;

    /**
     * The node that serves the page.
     *
     * @param id its name
     * @param version of the WAR
     * @param parts the status of each component in a word
     * @param redis pings the Redis for draws: the response time, or empty
     */
    public record NodeFacts(
            String id, String version, Supplier<Map<String, String>> parts, Supplier<Optional<Duration>> redis) {}

    /** The response to the page's script: this node's time, to be compared with the browser's. */
    public record ClockJson(long now, String node) {}

    public DiagServlet(
            NodeFacts node,
            EntryLines lines,
            Identities identities,
            RateLimiter limiter,
            Supplier<Instant> clock,
            SecureRandom random,
            Views views,
            Responses responses) {
        this.node = node;
        this.lines = lines;
        this.identities = identities;
        this.limiter = limiter;
        this.clock = clock;
        this.random = random;
        this.views = views;
        this.responses = responses;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        int wait = limiter.secondsUntilAllowed(request.getRemoteAddr());
        if (wait > 0) {
            response.setHeader("Retry-After", Integer.toString(wait));
            responses.error(request, response, TOO_MANY_REQUESTS);
        } else if (Responses.wantsJson(request)) {
            responses.json(
                    response,
                    HttpServletResponse.SC_OK,
                    new ClockJson(clock.get().toEpochMilli(), node.id()));
        } else {
            Lang lang = Lang.ofAndRemember(request, response);
            views.render(response, HttpServletResponse.SC_OK, Views.DIAG, lang, page(request));
        }
    }

    private DiagPage page(HttpServletRequest request) {
        Optional<Duration> redis = node.redis().get();
        Optional<String> entry = lines.named(request);
        Instant now = clock.get();
        DiagPage.Arrival arrival = new DiagPage.Arrival(
                entry.orElse(null),
                lines.all().size(),
                lines.indexOf(request) + 1,
                shown(request.getHeader("Host"), LONGEST_HOST),
                request.isSecure(),
                request.getRemoteAddr(),
                Boolean.TRUE.equals(request.getAttribute(FROM_PROXY)) && request.getHeader(HANDED_OVER) != null);
        DiagPage.Server server = new DiagPage.Server(
                node.id(),
                node.version(),
                redis.map(DiagServlet::millis).orElse(null),
                node.parts().get());
        DiagPage.Phone phone = new DiagPage.Phone(
                shown(request.getHeader("User-Agent"), LONGEST_AGENT),
                UserAgents.weChatVersion(request).orElse(null),
                identities.of(request).isPresent());
        DiagPage page = new DiagPage(
                code(), RequestIdFilter.idOf(request), TIME.format(now), now.toEpochMilli(), arrival, server, phone);
        LOG.info(
                "diag {}: entry {}, host {}, secure {}, edge {}, redis {} ms, wechat {}",
                page.code(),
                entry.orElse("none"),
                arrival.host(),
                arrival.secure(),
                arrival.edge(),
                server.redisMs(),
                phone.weChat());
        return page;
    }

    private String code() {
        StringBuilder code = new StringBuilder(CODE_LENGTH);
        while (code.length() < CODE_LENGTH) {
            code.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return code.toString();
    }

    private static String millis(Duration duration) {
        return String.format(Locale.ROOT, "%.1f", duration.toNanos() / 1e6);
    }

    private static String shown(String header, int longest) {
        return header == null ? "" : header.substring(0, Math.min(longest, header.length()));
    }
}
