package org.turntable.web.telemetry;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How a request arrived, for a player to read out to ops. A script adds what the browser measures.
 *
 * @param code six letters and digits, which the log has with the request's id
 * @param requestId the whole id
 * @param time the server's time, formatted
 * @param serverNow the same in milliseconds since the epoch
 * @param arrival the entry line and the edge
 * @param server the node
 * @param phone the browser
 */
public record DiagPage(
        String code, String requestId, String time, long serverNow, Arrival arrival, Server server, Phone phone) {
    /** Refuses missing values. */
    public DiagPage {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(time, "time");
    }

    /**
     * The way of the request.
     *
     * @param entry the entry line of the Host header; null when it is none
     * @param entries how many there are
     * @param place its place among them, from 1
     * @param host the Host header as received
     * @param secure whether the browser used TLS, as the edge reports it
     * @param client the client's address, as the valve resolved it
     * @param edge whether the request came through the edge
     */
    public record Arrival(
            String entry, int entries, int place, String host, boolean secure, String client, boolean edge) {}

    /**
     * The node.
     *
     * @param node its name
     * @param version of the WAR
     * @param redisMs response time of Redis in ms, with three digits; null when it is unavailable
     * @param parts the status of each component in a word
     */
    public record Server(String node, String version, String redisMs, Map<String, String> parts) {
        /** The components that are not healthy. */
        public List<String> troubles() {
            return parts.entrySet().stream()
                    .filter(part -> !List.of("ok", "loaded").contains(part.getValue()))
                    .map(part -> part.getKey() + ": " + part.getValue())
                    .toList();
        }
    }

    /**
     * The browser.
     *
     * @param agent its User-Agent
     * @param weChat WeChat's version; null in another browser
     * @param signedIn whether the player is signed in
     */
    public record Phone(String agent, String weChat, boolean signedIn) {}
}
