package org.turntable.testing.load;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One run of load.
 *
 * @param host where to connect, an IP literal
 * @param port 1..65535
 * @param connections how many connections stay open, at least 1; each has one request in flight at most
 * @param threads selector threads the connections are spread over, at least 1; one is enough for 50,000 requests/s
 * @param warmUpMillis not measured, 0 or more
 * @param measureMillis measured, above 0
 * @param rate requests a second in all for a constant-rate run, whose latencies count from the moment at which each
 *     request was due (a slow answer cannot hide those that waited behind it); 0 for a closed loop, each connection as
 *     fast as it can
 * @param family class name of the {@link ScriptFamily}
 * @param script the family's own settings
 */
public record LoadSettings(
        String host,
        int port,
        int connections,
        int threads,
        long warmUpMillis,
        long measureMillis,
        double rate,
        String family,
        JsonNode script) {}
