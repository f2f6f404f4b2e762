package org.turntable.push;

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

/** A node over HTTP: its own paths for ops, and the text interface of Tomcat's manager. */
public final class HttpNode implements Node {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration REHEARSAL = Duration.ofSeconds(25);
    /** A start with its checks takes seconds, on a busy machine many. */
    private static final Duration DEPLOYMENT = Duration.ofMinutes(3);

    /**
     * What this tool shows to a node.
     *
     * @param managerUser     of conf/tomcat-users.xml
     * @param managerPassword its password
     * @param opsToken        ops.token
     * @param origin          one of entry.origins: nodes take posts from our own pages alone, and this tool counts as one
     */
    public record Credentials(String managerUser, String managerPassword, String opsToken, String origin) {
    }

    private final NodeAddress address;
    private final Credentials credentials;
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).version(HttpClient.Version.HTTP_1_1).build();

    public HttpNode(NodeAddress address, Credentials credentials) {
        this.address = address;
        this.credentials = credentials;
    }

    @Override
    public NodeAddress address() {
        return address;
    }

    @Override
    public Status status() throws NodeFailure {
        JsonNode told = json(expect(200, send(to("/status").GET(), ANSWER), "/status"));
        JsonNode parts = told.path("components");
        return new Status(told.path("node").asText(), told.path("version").asText(), told.path("deployment").asText(), told.path("ready").asBoolean(),
                told.path("draining").asBoolean(), told.path("cpu").asDouble(), told.path("heap").asDouble(), told.path("waiting").asInt(),
                told.path("upSeconds").asLong(), parts.path("redis").asText(), parts.path("mariadb").asText());
    }

    @Override
    public long backlog() throws NodeFailure {
        return (long) expect(200, send(to("/metrics").GET(), ANSWER), "/metrics").lines()
                .filter(line -> line.startsWith("turntable_ledger_backlog_entries"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
    }

    @Override
    public List<Deployment> deployments() throws NodeFailure {
        List<Deployment> found = new ArrayList<>();
        for (String line : manager(HttpRequest.newBuilder().GET(), "list", ANSWER).split("\\R")) {
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
    public void deploy(String version, Path war) throws NodeFailure {
        try {
            manager(HttpRequest.newBuilder().PUT(HttpRequest.BodyPublishers.ofFile(war)), "deploy?path=/" + and(version), DEPLOYMENT);
        } catch (IOException unreadable) {
            throw new NodeFailure(war + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    @Override
    public void stop(String version) throws NodeFailure {
        manager(HttpRequest.newBuilder().GET(), "stop?path=/" + and(version), DEPLOYMENT);
    }

    @Override
    public void start(String version) throws NodeFailure {
        manager(HttpRequest.newBuilder().GET(), "start?path=/" + and(version), DEPLOYMENT);
    }

    @Override
    public void undeploy(String version) throws NodeFailure {
        manager(HttpRequest.newBuilder().GET(), "undeploy?path=/" + and(version), DEPLOYMENT);
    }

    @Override
    public void page() throws NodeFailure {
        HttpResponse<String> answer = send(to("/").GET(), ANSWER);
        if (answer.statusCode() / 100 == 3) {
            // To the current campaign; on this node, whatever name the address carries.
            String path = URI.create(answer.headers().firstValue("Location").orElse("/")).getPath();
            answer = send(to(path).GET(), ANSWER);
        }
        String page = expect(200, answer, "the page");
        if (!page.contains("</html>")) {
            throw new NodeFailure("the page is not whole");
        }
    }

    @Override
    public String rehearse() throws NodeFailure {
        HttpResponse<String> answer = send(asOps("/rehearsal", ""), REHEARSAL);
        JsonNode outcome = json(answer.body());
        if (answer.statusCode() != 200) {
            throw new NodeFailure("rehearsal: " + outcome.path("words").asText(outcome.path("refused").asText("answered " + answer.statusCode())));
        }
        return outcome.path("words").asText() + " in " + outcome.path("millis").asText() + " ms";
    }

    @Override
    public void drain(boolean aside) throws NodeFailure {
        expect(200, send(asOps("/drain", "on=" + aside), ANSWER), "/drain");
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://" + address + path));
    }

    private HttpRequest.Builder asOps(String path, String form) {
        return to(path).header("Authorization", "Bearer " + credentials.opsToken()).header("Origin", credentials.origin())
                .header("Content-Type", "application/x-www-form-urlencoded").POST(HttpRequest.BodyPublishers.ofString(form));
    }

    private static String and(String version) {
        return version.isEmpty() ? "" : "&version=" + version;
    }

    /** The manager answers 200 also when it failed: the first word of its body tells. */
    private String manager(HttpRequest.Builder request, String command, Duration limit) throws NodeFailure {
        String account = credentials.managerUser() + ":" + credentials.managerPassword();
        HttpResponse<String> answer = send(request.uri(URI.create("http://" + address + "/manager/text/" + command))
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(account.getBytes(StandardCharsets.UTF_8))), limit);
        switch (answer.statusCode()) {
            case 200 -> { }
            case 401 -> throw new NodeFailure("Tomcat's manager refuses the password (manager.password here, TURNTABLE_MANAGER_PASSWORD there)");
            case 403 -> throw new NodeFailure("Tomcat's manager is closed to this machine (TURNTABLE_BASTIONS there)");
            case 404 -> throw new NodeFailure("there is no manager on this node (conf/Catalina/localhost/manager.xml)");
            default -> throw new NodeFailure("Tomcat's manager answers " + answer.statusCode());
        }
        if (!answer.body().startsWith("OK")) {
            throw new NodeFailure("Tomcat's manager: " + answer.body().strip());
        }
        return answer.body();
    }

    private HttpResponse<String> send(HttpRequest.Builder request, Duration limit) throws NodeFailure {
        try {
            return client.send(request.timeout(limit).build(), BodyHandlers.ofString());
        } catch (IOException broken) {
            throw new NodeFailure("does not answer (" + broken.getClass().getSimpleName() + ")", broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new NodeFailure("was not waited for", interrupted);
        }
    }

    private static String expect(int status, HttpResponse<String> answer, String what) throws NodeFailure {
        if (answer.statusCode() != status) {
            throw new NodeFailure(what + " answers " + answer.statusCode());
        }
        return answer.body();
    }

    private static JsonNode json(String body) throws NodeFailure {
        try {
            return JSON.readTree(body);
        } catch (IOException garbled) {
            throw new NodeFailure("answers something that is no JSON", garbled);
        }
    }
}
