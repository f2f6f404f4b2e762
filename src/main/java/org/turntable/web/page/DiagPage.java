package org.turntable.web.page;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How a request arrived, to be read out to ops from a phone. What the phone itself measures is added by a script.
 *
 * @param code      six letters and digits that stand in the log beside the request's id
 * @param requestId the whole id
 * @param time      the server's time, formatted
 * @param serverNow the same in milliseconds since the epoch
 * @param arrival   by which way
 * @param server    at which node
 * @param phone     from which browser
 */
public record DiagPage(String code, String requestId, String time, long serverNow, Arrival arrival, Server server, Phone phone) {
    /** Refuses missing values. */
    public DiagPage {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(time, "time");
    }

    /**
     * By which way.
     *
     * @param entry   the entry line that was asked; null when the Host is none of ours
     * @param entries how many there are
     * @param place   its place among them, from 1
     * @param host    the Host header as it came
     * @param secure  whether the browser spoke TLS, as the edge tells
     * @param client  the client's address, as the valve resolved it
     * @param edge    whether the request came through the edge
     */
    public record Arrival(String entry, int entries, int place, String host, boolean secure, String client, boolean edge) {
    }

    /**
     * At which node.
     *
     * @param node    its name
     * @param version of the WAR
     * @param redisMs how long Redis took to answer, with three digits; null when it did not
     * @param parts   each part of the node and its condition in a word
     */
    public record Server(String node, String version, String redisMs, Map<String, String> parts) {
        /** The parts that are not as they should be. */
        public List<String> troubles() {
            return parts.entrySet().stream().filter(part -> !List.of("ok", "loaded").contains(part.getValue()))
                    .map(part -> part.getKey() + ": " + part.getValue()).toList();
        }
    }

    /**
     * From which browser.
     *
     * @param agent    its User-Agent
     * @param weChat   WeChat's version; null in another browser
     * @param signedIn whether the player is signed in
     */
    public record Phone(String agent, String weChat, boolean signedIn) {
    }
}
