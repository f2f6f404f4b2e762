package org.turntable.testing.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.turntable.testing.load.PlayerCredentials;
import org.turntable.testing.load.Script;
import org.turntable.testing.load.ScriptFamily;

/**
 * Draws: each connection cycles through its own share of the players and posts the next number of each. Settings:
 * {@code path} and {@code origin} of the post, {@code firstPlayer}, {@code players} and {@code stride} (the indexes
 * firstPlayer, firstPlayer + stride, …), {@code firstNumber} that each of them posts, {@code credentials} (class name)
 * with their {@code credentialSettings}.
 */
public final class DrawFamily implements ScriptFamily {
    private final List<DrawScript> scripts = new ArrayList<>();
    private JsonNode settings;
    private byte[] head;
    private int connections;
    private PlayerCredentials credentials;

    @Override
    public void open(JsonNode given, int count) {
        settings = given;
        connections = count;
        head = ("POST " + given.get("path").asText() + " HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: "
                        + given.get("origin").asText()
                        + "\r\nAccept: application/json\r\nContent-Type: application/x-www-form-urlencoded\r\nCookie: ")
                .getBytes(StandardCharsets.US_ASCII);
        try {
            credentials =
                    (PlayerCredentials) Class.forName(given.get("credentials").asText())
                            .getConstructor(JsonNode.class)
                            .newInstance(given.get("credentialSettings"));
        } catch (ReflectiveOperationException wrong) {
            Throwable cause = wrong instanceof InvocationTargetException ? wrong.getCause() : wrong;
            throw new IllegalArgumentException("no credentials of " + given.get("credentials"), cause);
        }
    }

    @Override
    public Script script(int connection) {
        List<PlayerCredentials.Credentials> own = new ArrayList<>();
        for (int i = connection; i < settings.get("players").asInt(); i += connections) {
            own.add(credentials.credentials(settings.get("firstPlayer").asInt()
                    + i * settings.get("stride").asInt()));
        }
        DrawScript script =
                new DrawScript(head, own, settings.get("firstNumber").asInt());
        scripts.add(script);
        return script;
    }

    /** {@code results} (wins, losses and those being confirmed), each of the three, and everything else by its name. */
    @Override
    public Object counts() {
        Map<String, Long> counts = new TreeMap<>();
        scripts.forEach(script -> script.counts().forEach((name, count) -> counts.merge(name, count, Long::sum)));
        return counts;
    }
}
