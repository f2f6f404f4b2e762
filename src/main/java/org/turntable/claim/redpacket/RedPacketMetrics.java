package org.turntable.claim.redpacket;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Map;
import org.turntable.claim.redpacket.RedPackets.State;

/** Prometheus metrics of red packets. */
public final class RedPacketMetrics {
    private final Counter answers;
    private final Gauge waiting;

    public RedPacketMetrics(PrometheusRegistry registry) {
        answers = Counter.builder()
                .name("turntable_red_packet_answers_total")
                .help("Results of calls to pay or query red packets: paid, not_paid, unknown.")
                .labelNames("outcome")
                .register(registry);
        waiting = Gauge.builder()
                .name("turntable_red_packets")
                .help("Red packets that are not in a final state, by state; on the node that sends.")
                .labelNames("state")
                .register(registry);
    }

    void answered(RedPacketGateway.Answer answer) {
        answers.labelValues(
                        answer instanceof RedPacketGateway.Answer.Paid
                                ? "paid"
                                : answer instanceof RedPacketGateway.Answer.NotPaid ? "not_paid" : "unknown")
                .inc();
    }

    void waiting(Map<State, Integer> counts) {
        for (State state : new State[] {State.DUE, State.ASKED, State.FAILED}) {
            waiting.labelValues(state.word()).set(counts.getOrDefault(state, 0));
        }
    }
}
