package org.turntable.testing.stack;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.turntable.testing.standin.StandIn;
import org.turntable.testing.standin.StandInSettings;

/** The stand-in for WeChat and for the partner, as a separate process on loopback. Its account survives a restart. */
public final class WeChatStandIn implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);
    private static final Pattern CODE_AND_STATE = Pattern.compile("(?:code|state)=([^&]+)");
    private static final String FIRST_KEY = "key-1";
    private static final String SECOND_KEY = "key-2";

    private final Path folder;
    private final StandInSettings settings;
    private final ServerProcess process;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Workspace own;

    /**
     * A stand-in whose files lie in the given folder; browsers may come back to 127.0.0.1, localhost and the hosts
     * named here.
     *
     * @param callbackDomains hosts without ports, such as lottery.example.com
     */
    public WeChatStandIn(Path folder, String... callbackDomains) {
        this.folder = folder;
        List<String> domains = new ArrayList<>(List.of("127.0.0.1", "localhost"));
        domains.addAll(List.of(callbackDomains));
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put(FIRST_KEY, Secrets.password());
        keys.put(SECOND_KEY, Secrets.password());
        settings = new StandInSettings(
                Ports.free(), "wx5ta2d1n0000000001", Secrets.password().substring(0, 32), domains, keys);
        process = new ServerProcess("wechat-standin", folder, Duration.ofSeconds(3));
    }

    /** A stand-in in its own work folder, which is removed when it is closed. */
    public static WeChatStandIn alone(String... callbackDomains) {
        Workspace workspace = Workspace.temporary("wechat");
        WeChatStandIn standIn = new WeChatStandIn(workspace.path(), callbackDomains);
        standIn.own = workspace;
        return standIn;
    }

    /** Starts it; ready when it answers. */
    public WeChatStandIn start() {
        try {
            Path file = folder.resolve("wechat-standin.properties");
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            settings.write(file);
            process.start(
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:+UseSerialGC",
                            "-Xmx96m",
                            "-Xss512k",
                            "-XX:TieredStopAtLevel=1",
                            "-Dfile.encoding=UTF-8",
                            "-cp",
                            classPath(),
                            StandIn.class.getName(),
                            file.toString()),
                    Map.of(),
                    folder,
                    START_LIMIT,
                    () -> calls() != null);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return this;
    }

    // The few entries that it needs, found by its classes: whoever started this JVM, and however it names its class
    // path.
    private static String classPath() {
        return Stream.concat(
                        Stream.of(StandIn.class, ObjectMapper.class, JsonFactory.class, JsonProperty.class)
                                .map(WeChatStandIn::entryOf),
                        Stream.of(ProjectFiles.root()
                                .resolve("src/test/resources")
                                .toString()))
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String entryOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException odd) {
            throw new IllegalStateException("a class path entry that is no file for " + type, odd);
        }
    }

    /** http://127.0.0.1:port: WeChat's API, WeChat's sign-in and the partner in one, without a slash at the end. */
    public URI origin() {
        return URI.create("http://127.0.0.1:" + settings.port());
    }

    /** Where the page's script is. */
    public URI script() {
        return origin().resolve("/open/js/jweixin-1.6.0.js");
    }

    public String appId() {
        return settings.appId();
    }

    public String appSecret() {
        return settings.appSecret();
    }

    /** The partner's two keys, id to secret, the older first. */
    public Map<String, String> partnerKeys() {
        return settings.partnerKeys();
    }

    /**
     * Makes calls of a path fail.
     *
     * @param path such as /cgi-bin/user/info
     * @param fault slow (value: ms), hang, silent (done, without an answer), stall, html, truncated, huge, errcode
     *     (value), empty_openid, status (value), redirect
     * @param times how many calls; 0: all until {@link #reset()}
     */
    public void fault(String path, String fault, int value, int times) {
        control(Map.of(
                "path", path, "fault", fault, "value", Integer.toString(value), "times", Integer.toString(times)));
    }

    /** Removes all faults, corrects the clocks, clears counters and tokens. */
    public void reset() {
        control(Map.of("reset", "all"));
    }

    /** Changes what the stand-in does; see {@code org.turntable.testing.standin.Control} for the fields. */
    public void control(Map<String, String> fields) {
        String form = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        ask(HttpRequest.newBuilder(origin().resolve("/control")).POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    /** Calls of a path since the start or the last reset. */
    public int calls(String path) {
        return calls().path(path).asInt();
    }

    /** How often the partner has really paid under each key. */
    public Map<String, Integer> payments() {
        Map<String, Integer> times = new LinkedHashMap<>();
        json("/control")
                .get("payments")
                .fields()
                .forEachRemaining(one -> times.put(one.getKey(), one.getValue().asInt()));
        return times;
    }

    private JsonNode calls() {
        return json("/control").get("calls");
    }

    /** Whether WeChat's script on that page would take the signature. */
    public boolean takesSignature(String url, String appId, long timestamp, String nonce, String signature) {
        return json("/control/page-signature?url=" + URLEncoder.encode(url, StandardCharsets.UTF_8) + "&appId=" + appId
                        + "&timestamp=" + timestamp + "&nonce=" + URLEncoder.encode(nonce, StandardCharsets.UTF_8)
                        + "&signature=" + signature)
                .path("good")
                .asBoolean();
    }

    /**
     * Goes through a sign-in as a browser would, without a page.
     *
     * @param signIn the address that the application sends the browser to; a fragment is left out, as browsers do
     * @param persona ming, hong (followers), david, snapshot, new, or any name
     * @return where the browser is sent back to, with its code and state
     */
    public URI signIn(URI signIn, String persona) {
        String address = signIn.toString().replaceAll("#.*", "");
        HttpResponse<String> answer = ask(HttpRequest.newBuilder(URI.create(address + "&persona=" + persona)));
        URI back = URI.create(answer.headers()
                .firstValue("Location")
                .orElseThrow(() -> new IllegalStateException("no way back, but: " + answer.body())));
        Matcher secrets = CODE_AND_STATE.matcher(String.valueOf(back.getRawQuery()));
        while (secrets.find()) {
            LoggedSecrets.register(secrets.group(1));
        }
        LoggedSecrets.register(StandIn.openidOf(persona));
        return back;
    }

    private JsonNode json(String path) {
        try {
            return new ObjectMapper()
                    .readTree(
                            ask(HttpRequest.newBuilder(origin().resolve(path))).body());
        } catch (IOException noJson) {
            throw new UncheckedIOException(noJson);
        }
    }

    private HttpResponse<String> ask(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(ANSWER_LIMIT).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** SIGKILL. */
    public void kill9() {
        process.kill9();
    }

    /** SIGSTOP: connections are taken and nothing answers. */
    public void suspend() {
        process.suspend();
    }

    /** SIGCONT. */
    public void resume() {
        process.resume();
    }

    /** Its log file. */
    public Path log() {
        return process.log();
    }

    @Override
    public void close() {
        process.stop();
        if (own != null) {
            own.close();
        }
    }
}
