package org.turntable.promises.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.turntable.promises.edge.RawAnswer;
import org.turntable.testing.web.SecurityHeaderRules;

/** What no answer may be, whatever was asked. */
final class AnswerRules {
    private static final Pattern LEAK = Pattern.compile("\\bat [a-z]+(?:\\.[A-Za-z$]+)+\\(|[a-z]Exception\\b|\\bError:|"
            + "\\b(?:org|com|java|jakarta)\\.[a-z]+\\.[A-Za-z]|SQLSTATE|\\bSELECT \\S+ FROM|\\bINSERT INTO|"
            + "(?i:freemarker|hikari|jedis|mariadb|WEB-INF|apache tomcat)"
            + "|(?<![A-Za-z0-9.])/(?:tmp|home|root|usr|opt|var)/");

    private AnswerRules() {}

    /** What is wrong with an answer; empty when nothing is. */
    static List<String> problems(FuzzedRequest request, RawAnswer answer, String weChat) {
        List<String> problems = new ArrayList<>();
        if (answer.status() == 0) {
            problems.add("no answer: " + answer.body());
            return problems;
        }
        boolean busy = answer.status() == 503 && answer.headers().containsKey("retry-after");
        boolean notReady = answer.status() == 503 && request.route().equals("/readyz");
        if (answer.status() >= 500 && !busy && !notReady) {
            problems.add("status " + answer.status());
        }
        boolean forOps = request.route().matches("/(?:livez|readyz|metrics|status|drain|rehearsal)");
        // Operators are told what is not answering: "Waiting for MariaDB".
        String told = request.route().startsWith("/console") ? answer.body().replace("MariaDB", "") : answer.body();
        if (!forOps && LEAK.matcher(told).find()) {
            problems.add("tells of its inside: "
                    + LEAK.matcher(told).results().findFirst().orElseThrow().group());
        }
        if (answer.body().contains(HostileText.EVALUATED)) {
            problems.add("evaluated what was sent");
        }
        String type = answer.header("content-type");
        String body = answer.body().toLowerCase(Locale.ROOT);
        if (!type.startsWith("application/json") && HostileText.MARKS.stream().anyMatch(body::contains)) {
            problems.add("shows what was sent as it was");
        }
        if (answer.headers().keySet().stream().anyMatch(name -> name.contains(HostileText.SPLIT))
                || answer.header("set-cookie").contains(HostileText.SPLIT)) {
            problems.add("a header was split");
        }
        String location = answer.header("location");
        if (!location.matches("|/(?![/\\\\]).*") && !location.startsWith(weChat)) {
            problems.add("leads to " + location);
        }
        // What Tomcat refuses before the application sees it, the edge gives its headers to.
        if (answer.isOfTheApplication() || request.throughTheEdge()) {
            problems.addAll(SecurityHeaderRules.problems(
                    answer::header, answer.status(), request.origin().startsWith("https"), !body.isEmpty()));
        }
        return problems;
    }
}
