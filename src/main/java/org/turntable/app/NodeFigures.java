package org.turntable.app;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.turntable.ops.Drain;
import org.turntable.ops.NodeStatus;
import org.turntable.ops.Readiness;

/** Measures a node at the moment of asking. */
final class NodeFigures {
    private static final OperatingSystemMXBean MACHINE = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final String name;
    private final String version;
    private final String deployment;
    private final Supplier<Readiness> readiness;
    private final Drain drain;
    private final IntSupplier waiting;
    private final Supplier<String> writer;
    private final long startedAt = System.nanoTime();

    NodeFigures(String name, String version, String deployment, Supplier<Readiness> readiness, Drain drain, IntSupplier waiting,
                Supplier<String> writer) {
        this.name = name;
        this.version = version;
        this.deployment = deployment;
        this.readiness = readiness;
        this.drain = drain;
        this.waiting = waiting;
        this.writer = writer;
    }

    NodeStatus now() {
        Readiness ready = readiness.get();
        Runtime heap = Runtime.getRuntime();
        return new NodeStatus(name, version, deployment, ready.ready(), drain.isOn(), ready.components(), MACHINE.getCpuLoad(),
                (heap.totalMemory() - heap.freeMemory()) / (double) heap.maxMemory(), waiting.getAsInt(),
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startedAt), writer.get());
    }
}
