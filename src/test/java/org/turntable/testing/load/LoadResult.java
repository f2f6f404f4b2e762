package org.turntable.testing.load;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What one run of load measured. "Measured" are the answers that came within the measured time (in a constant-rate run:
 * to requests that were due in it); "all" counts warm-up and the last answers too.
 *
 * @param measuredSeconds the measured time
 * @param measuredAnswers answers in it
 * @param answersPerSecond the same, a second
 * @param p50 median latency in ms
 * @param p90 in ms
 * @param p99 in ms
 * @param p999 in ms
 * @param longest in ms
 * @param allRequests requests sent in the whole run
 * @param allAnswers whole answers in the whole run; the difference to the requests was broken or is unanswered
 * @param broken requests whose connection broke before the answer was whole
 * @param unanswered requests still without an answer two seconds after the end
 * @param connects connections opened, the first ones included
 * @param driverCpuSeconds CPU time of the driver's process over the measured time
 * @param counts what the {@link ScriptFamily} counted
 */
public record LoadResult(
        double measuredSeconds,
        long measuredAnswers,
        double answersPerSecond,
        double p50,
        double p90,
        double p99,
        double p999,
        double longest,
        long allRequests,
        long allAnswers,
        long broken,
        long unanswered,
        long connects,
        double driverCpuSeconds,
        JsonNode counts) {}
