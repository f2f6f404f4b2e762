package org.turntable.node;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.turntable.health.DrainState;
import org.turntable.health.NodeClocks;
import org.turntable.health.NodeStatus;
import org.turntable.health.Readiness;

/** Reads the current status and load of a node. */
final class NodeStatusReader {
    private static final OperatingSystemMXBean MACHINE =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final String name;
    private final String version;
    private final String deployment;
    private final Supplier<Readiness> readiness;
    private final DrainState drain;
    private final IntSupplier waiting;
    private final Supplier<String> writer;
    private final String process;
    private final NodeClocks clocks;
    private final long startedAt = System.nanoTime();

    NodeStatusReader(
            String name,
            String version,
            String deployment,
            Supplier<Readiness> readiness,
            DrainState drain,
            IntSupplier waiting,
            Supplier<String> writer,
            String process,
            NodeClocks clocks) {
        this.name = name;
        this.version = version;
        this.deployment = deployment;
        this.readiness = readiness;
        this.drain = drain;
        this.waiting = waiting;
        this.writer = writer;
        this.process = process;
        this.clocks = clocks;
    }

    NodeStatus now() {
        Readiness ready = readiness.get();
        Runtime heap = Runtime.getRuntime();
        return new NodeStatus(
                name,
                version,
                deployment,
                ready.ready(),
                drain.isOn(),
                ready.components(),
                MACHINE.getCpuLoad(),
                (heap.totalMemory() - heap.freeMemory()) / (double) heap.maxMemory(),
                waiting.getAsInt(),
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startedAt),
                writer.get(),
                process,
                clocks.status());
    }
}
