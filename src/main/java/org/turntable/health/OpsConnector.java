package org.turntable.health;

import jakarta.servlet.http.HttpServletRequest;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tomcat's connector for ops (server.xml), by its local port, which no header changes.
 *
 * @param port empty on a node whose server.xml has no such connector yet
 * @param bastions the addresses of those who may push, as for Tomcat's manager
 */
public record OpsConnector(OptionalInt port, Pattern bastions) {
    /** Whether the request came through it. */
    public boolean received(HttpServletRequest request) {
        return port.isPresent() && request.getLocalPort() == port.getAsInt();
    }

    /**
     * Whether there is no such connector and a bastion itself sent this request. What came through the edge has
     * X-Forwarded-Proto, which the edge sets on every request.
     */
    boolean isReplacedBy(HttpServletRequest request) {
        return port.isEmpty()
                && bastions.matcher(request.getRemoteAddr()).matches()
                && Stream.of(
                                "X-Forwarded-For",
                                "X-Forwarded-Proto",
                                "X-Forwarded-Port",
                                "X-Real-IP",
                                "Forwarded",
                                "Via")
                        .allMatch(header -> request.getHeader(header) == null);
    }
}
