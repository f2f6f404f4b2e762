package org.turntable.tool.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A node over HTTP: its routes for ops and the text interface of Tomcat's manager, both on its connector for ops, and
 * the page on that for players.
 */
public final class HttpNode implements PushTarget {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration REHEARSAL_TIMEOUT = Duration.ofSeconds(25);
    /** A start with its checks takes seconds, on a busy machine much longer. */
    private static final Duration DEPLOYMENT_TIMEOUT = Duration.ofMinutes(3);

    /**
     * The credentials for a node.
     *
     * @param managerUser user of Tomcat's manager, in conf/tomcat-users.xml
     * @param managerPassword its password
     * @param opsToken the setting ops.token
     * @param origin one of entry.origins; a node accepts POST requests only with one of these as Origin
     */
    public record Credentials(String managerUser, String managerPassword, String opsToken, String origin) {}

    private final NodeAddress address;
    private final Credentials credentials;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(2))
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    public HttpNode(NodeAddress address, Credentials credentials) {
        this.address = address;
        this.credentials = credentials;
    }

    @Override
    public NodeAddress address() {
        return address;
    }

    @Override
    public Status status() throws NodeException {
        JsonNode answer = json(expect(200, send(forOps("/status").GET(), REQUEST_TIMEOUT), "/status"));
        JsonNode parts = answer.path("components");
        return new Status(
                answer.path("node").asText(),
                answer.path("version").asText(),
                answer.path("deployment").asText(),
                answer.path("ready").asBoolean(),
                answer.path("draining").asBoolean(),
                answer.path("cpu").asDouble(),
                answer.path("heap").asDouble(),
                answer.path("waiting").asInt(),
                answer.path("upSeconds").asLong(),
                parts.path("redis").asText(),
                parts.path("mariadb").asText());
    }

    @Override
    public long backlog() throws NodeException {
        return (long) expect(200, send(forOps("/metrics").GET(), REQUEST_TIMEOUT), "/metrics")
                .lines()
                .filter(line -> line.startsWith("turntable_ledger_backlog_entries"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Override
    public List<Deployment> deployments() throws NodeException {
        List<Deployment> found = new ArrayList<>();
        for (String line :
                manager(HttpRequest.newBuilder().GET(), "list", REQUEST_TIMEOUT).split("\\R")) {
            // /:running:0:ROOT##000012, or /:stopped:0:ROOT
            String[] fields = line.split(":", 4);
            if (fields.length == 4 && fields[0].equals("/")) {
                int at = fields[3].indexOf("##");
                found.add(new Deployment(at < 0 ? "" : fields[3].substring(at + 2), fields[1].equals("running")));
            }
        }
        return found;
    }

    @Override
    public void deploy(String version, Path war) throws NodeException {
        try {
            manager(
                    HttpRequest.newBuilder().PUT(HttpRequest.BodyPublishers.ofFile(war)),
                    "deploy?path=/" + versionParameter(version),
                    DEPLOYMENT_TIMEOUT);
        } catch (IOException unreadable) {
            throw new NodeException(war + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    @Override
    public void stop(String version) throws NodeException {
        manager(HttpRequest.newBuilder().GET(), "stop?path=/" + versionParameter(version), DEPLOYMENT_TIMEOUT);
    }

    @Override
    public void start(String version) throws NodeException {
        manager(HttpRequest.newBuilder().GET(), "start?path=/" + versionParameter(version), DEPLOYMENT_TIMEOUT);
    }

    @Override
    public void undeploy(String version) throws NodeException {
        manager(HttpRequest.newBuilder().GET(), "undeploy?path=/" + versionParameter(version), DEPLOYMENT_TIMEOUT);
    }

    @Override
    public void page() throws NodeException {
        HttpResponse<String> answer = send(to("/").GET(), REQUEST_TIMEOUT);
        if (answer.statusCode() / 100 == 3) {
            // A redirect to the current campaign: followed on this node, whatever host name it has.
            String path = URI.create(answer.headers().firstValue("Location").orElse("/"))
                    .getPath();
            answer = send(to(path).GET(), REQUEST_TIMEOUT);
        }
        String page = expect(200, answer, "the page");
        if (!page.contains("</html>")) {
            throw new NodeException("the page is incomplete");
        }
    }

    @Override
    public String rehearse() throws NodeException {
        HttpResponse<String> answer = send(asOps("/rehearsal", ""), REHEARSAL_TIMEOUT);
        JsonNode outcome = json(answer.body());
        if (answer.statusCode() != 200) {
            throw new NodeException("rehearsal: "
                    + outcome.path("words").asText(outcome.path("refused").asText("answered " + answer.statusCode())));
        }
        return outcome.path("words").asText() + " in " + outcome.path("millis").asText() + " ms";
    }

    @Override
    public void drain(boolean on) throws NodeException {
        expect(200, send(asOps("/drain", "on=" + on), REQUEST_TIMEOUT), "/drain");
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://" + address + path));
    }

    /** With the token: a node without a connector for ops serves nobody without it. */
    private HttpRequest.Builder forOps(String path) {
        return HttpRequest.newBuilder(URI.create("http://" + address.ops() + path))
                .header("Authorization", "Bearer " + credentials.opsToken());
    }

    private HttpRequest.Builder asOps(String path, String form) {
        return forOps(path)
                .header("Origin", credentials.origin())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form));
    }

    private static String versionParameter(String version) {
        return version.isEmpty() ? "" : "&version=" + version;
    }

    /** The manager answers 200 also after a failure: the first word of the body has the outcome. */
    private String manager(HttpRequest.Builder request, String command, Duration limit) throws NodeException {
        String account = credentials.managerUser() + ":" + credentials.managerPassword();
        HttpResponse<String> answer = send(
                request.uri(URI.create("http://" + address.ops() + "/manager/text/" + command))
                        .header(
                                "Authorization",
                                "Basic "
                                        + Base64.getEncoder().encodeToString(account.getBytes(StandardCharsets.UTF_8))),
                limit);
        switch (answer.statusCode()) {
            case 200 -> {}
            case 401 ->
                throw new NodeException("Tomcat's manager refuses the password (compare manager.password here with "
                        + "TURNTABLE_MANAGER_PASSWORD there)");
            case 403 -> throw new NodeException("Tomcat's manager refuses this machine (set TURNTABLE_BASTIONS there)");
            case 404 ->
                throw new NodeException("Tomcat's manager does not exist for this machine at " + address.ops()
                        + " (look there at conf/Catalina/localhost/manager.xml and TURNTABLE_BASTIONS, here at \"# ops=\" in "
                        + "nodes.list)");
            default -> throw new NodeException("Tomcat's manager answers " + answer.statusCode());
        }
        if (!answer.body().startsWith("OK")) {
            throw new NodeException("Tomcat's manager: " + answer.body().strip());
        }
        return answer.body();
    }

    private HttpResponse<String> send(HttpRequest.Builder request, Duration limit) throws NodeException {
        try {
            return client.send(request.timeout(limit).build(), BodyHandlers.ofString());
        } catch (IOException broken) {
            throw new NodeException("does not answer (" + broken.getClass().getSimpleName() + ")", broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new NodeException("the request was interrupted", interrupted);
        }
    }

    private static String expect(int status, HttpResponse<String> answer, String what) throws NodeException {
        if (answer.statusCode() != status) {
            throw new NodeException(what + " answers " + answer.statusCode());
        }
        return answer.body();
    }

    private static JsonNode json(String body) throws NodeException {
        try {
            return JSON.readTree(body);
        } catch (IOException invalid) {
            throw new NodeException("does not answer with JSON", invalid);
        }
    }
}
