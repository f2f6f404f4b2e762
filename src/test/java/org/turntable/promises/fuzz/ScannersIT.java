package org.turntable.promises.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.turntable.testing.load.PlayerCredentials.Credentials;
import org.turntable.testing.stack.Cluster;
import org.turntable.testing.stack.Installed;
import org.turntable.testing.stack.NginxEdge;
import org.turntable.testing.stack.Processes;
import org.turntable.testing.system.SampleCampaigns;
import org.turntable.testing.system.SharedCluster;

/**
 * What scanners of others find: nothing of severity "medium" or above, but for what is listed here with its reason. In
 * {@code mvn -Plong verify}; alone with {@code -Dit.test=ScannersIT}.
 */
@EnabledIfSystemProperty(named = "scanners", matches = "true")
class ScannersIT {
    private static final String SLUG = "scanned";
    /** For reading the site, and for each kind of attack. */
    private static final String SECONDS = System.getProperty("scanners.seconds", "60");

    private static final Duration LIMIT = Duration.ofMinutes(40);
    private static final Set<String> SEVERE = Set.of("MEDIUM", "HIGH", "CRITICAL");
    /** Findings of testssl that say something of this test and not of the edge. */
    private static final Map<String, String> NOT_OF_THE_EDGE = Map.ofEntries(
            Map.entry("cert_chain_of_trust", "the test's certificate is signed by itself"),
            Map.entry("cert_revocation", "a certificate that is signed by itself names nobody who revokes it"),
            Map.entry("cert_trust", "its name is 127.0.0.1"),
            Map.entry("cert_expirationStatus", "it is made for the test, and ends soon"),
            Map.entry("cert_notAfter", "the same"),
            Map.entry("overall_grade", "follows from the certificate"),
            Map.entry(
                    "cipher_order",
                    "all ciphers of the list are sound, so the phone chooses, as Mozilla has it (tls.conf)"),
            Map.entry(
                    "HSTS_time",
                    "five minutes as shipped: ops raise it when the certificate has been renewed by itself once"));
    /** Findings of wapiti, as category and a part of what it says. */
    private static final Map<String, String> NO_FINDINGS = Map.of();

    private static final List<String> MODULES = List.of(
            "backup",
            "blindsql",
            "cookieflags",
            "crlf",
            "csp",
            "csrf",
            "exec",
            "file",
            "htaccess",
            "http_headers",
            "methods",
            "permanentxss",
            "redirect",
            "shellshock",
            "sql",
            "xss",
            "xxe");

    private static Cluster cluster;
    private static NginxEdge edge;

    @BeforeAll
    static void start() {
        Installed.nginx();
        cluster = Cluster.builder()
                .tomcats(1)
                .nginx()
                .withoutLimits()
                .heap("256m")
                .withoutSampleCampaign()
                .start();
        edge = cluster.edge().orElseThrow();
        SampleCampaigns.open(cluster.pair(), SampleCampaigns.onePrize(SLUG, 1_000, 50, 10_000, 10_000));
    }

    @AfterAll
    static void end() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void testsslFindsNothing() throws Exception {
        Path testssl =
                Installed.orSkip(Processes.onPath("testssl"), "testssl is not installed: apt-get install testssl.sh");
        for (String site : List.of(edge.secureUrl(), edge.consoleUrl())) {
            Path file = cluster.folder().resolve("testssl-" + site.replaceAll("\\D+", "") + ".json");
            // Its exit code counts what it found; the file has what.
            run(List.of(
                    testssl.toString(),
                    "--quiet",
                    "--color",
                    "0",
                    "--warnings",
                    "batch",
                    "--jsonfile",
                    file.toString(),
                    site));
            List<String> found = new ArrayList<>();
            Set<String> tested = new TreeSet<>();
            for (JsonNode finding : new ObjectMapper().readTree(file.toFile())) {
                String id = finding.path("id").asText();
                tested.add(id);
                if (SEVERE.contains(finding.path("severity").asText())
                        && !NOT_OF_THE_EDGE.containsKey(id.split(" ")[0])) {
                    found.add(finding.path("severity").asText() + " " + id + ": "
                            + finding.path("finding").asText());
                }
            }
            assertTrue(
                    tested.containsAll(Set.of("TLS1", "TLS1_3", "heartbleed", "BEAST", "HSTS_time")), tested::toString);
            assertEquals(List.of(), found, site);
        }
    }

    @Test
    void wapitiFindsNothing() throws Exception {
        Path wapiti = Installed.orSkip(Processes.onPath("wapiti"), "wapiti is not installed: apt-get install wapiti");
        Credentials player = SharedCluster.credentials(cluster, "wapiti");
        for (String site : List.of(edge.secureUrl() + "/", edge.consoleUrl() + "/")) {
            Path file = cluster.folder().resolve("wapiti-" + site.replaceAll("\\D+", "") + ".json");
            List<String> command = new ArrayList<>(List.of(
                    wapiti.toString(),
                    "-u",
                    site,
                    "--scope",
                    "domain",
                    "-m",
                    String.join(",", MODULES),
                    "-f",
                    "json",
                    "-o",
                    file.toString(),
                    "--verify-ssl",
                    "0",
                    "--flush-session",
                    "--no-bugreport",
                    "--max-scan-time",
                    SECONDS,
                    "--max-attack-time",
                    SECONDS,
                    "--store-session",
                    cluster.folder().resolve("wapiti").toString(),
                    "-H",
                    "Cookie: " + player.cookie()));
            for (String start : List.of(
                    "c/" + SLUG,
                    "c/" + SLUG + "/rules",
                    "c/" + SLUG + "/prizes",
                    "sign-in",
                    "redeem/sign-in",
                    "diag",
                    "console/sign-in")) {
                command.addAll(List.of("-s", site + start));
            }
            String said = run(command);
            assertTrue(Files.exists(file), said);
            List<String> found = new ArrayList<>();
            JsonNode report = new ObjectMapper().readTree(file.toFile());
            for (String kind : List.of("vulnerabilities", "anomalies")) {
                report.path(kind)
                        .fields()
                        .forEachRemaining(category -> category.getValue().forEach(finding -> {
                            String what = category.getKey() + ": "
                                    + finding.path("method").asText() + " "
                                    + finding.path("path").asText() + " "
                                    + finding.path("info").asText();
                            boolean known = NO_FINDINGS.entrySet().stream()
                                    .anyMatch(one -> what.startsWith(one.getKey()) && what.contains(one.getValue()));
                            if (finding.path("level").asInt() >= 2 && !known) {
                                found.add(what);
                            }
                        }));
            }
            assertEquals(List.of(), found, site);
        }
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Path log = cluster.folder().resolve(Path.of(command.get(0)).getFileName() + ".out");
        Process process = new ProcessBuilder(command)
                .directory(cluster.folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                .start();
        try {
            assertTrue(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS), () -> command.get(0) + " goes on and on");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return Files.readString(log);
    }
}
