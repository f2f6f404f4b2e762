package org.turntable.testing.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Drives load over keep-alive connections from one or two selector threads, at little cost in CPU, because the servers
 * share the machine. Every answer is shown to its connection's {@link Script}. With a rate it becomes an open loop:
 * requests fall due at constant intervals, and their latency counts from then.
 */
public final class ClosedLoop {
    private final LoadSettings settings;
    private final IntFunction<Script> scripts;

    /**
     * Prepares a run.
     *
     * @param settings all but the family, which only {@link LoadProcess} reads
     * @param scripts the script of connection 0, 1, …
     */
    public ClosedLoop(LoadSettings settings, IntFunction<Script> scripts) {
        this.settings = settings;
        this.scripts = scripts;
    }

    /**
     * Runs warm-up and measured time, waits for the last answers, and returns.
     *
     * @param measuring is run when the measured time begins
     * @return the result, without counts
     * @throws IOException where the server could not be reached at the start
     */
    public LoadResult run(Runnable measuring) throws IOException, InterruptedException {
        long now = System.nanoTime();
        long begin = now + settings.warmUpMillis() * 1_000_000;
        long end = begin + settings.measureMillis() * 1_000_000;
        List<LoadLoop> loops = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < settings.threads(); i++) {
            LoadLoop loop = new LoadLoop(
                    new InetSocketAddress(settings.host(), settings.port()),
                    scriptsOf(i),
                    settings.rate() / settings.threads(),
                    begin,
                    end);
            loops.add(loop);
            threads.add(new Thread(loop, "load-" + i));
        }
        threads.forEach(Thread::start);
        sleepUntil(begin);
        measuring.run();
        long cpu = processCpu();
        sleepUntil(end);
        cpu = processCpu() - cpu;
        for (Thread thread : threads) {
            thread.join();
        }
        return result(loops, cpu);
    }

    private List<Script> scriptsOf(int thread) {
        List<Script> own = new ArrayList<>();
        for (int connection = thread; connection < settings.connections(); connection += settings.threads()) {
            own.add(scripts.apply(connection));
        }
        return own;
    }

    private LoadResult result(List<LoadLoop> loops, long cpuNanos) throws IOException {
        LatencyHistogram latencies = new LatencyHistogram();
        long requests = 0;
        long answers = 0;
        long broken = 0;
        long unanswered = 0;
        long connects = 0;
        for (LoadLoop loop : loops) {
            loop.throwFailure();
            latencies.add(loop.latencies());
            requests += loop.requests();
            answers += loop.answers();
            broken += loop.broken();
            unanswered += loop.unanswered();
            connects += loop.connects();
        }
        double seconds = settings.measureMillis() / 1000.0;
        return new LoadResult(
                seconds,
                latencies.recorded(),
                latencies.recorded() / seconds,
                latencies.percentileMillis(50),
                latencies.percentileMillis(90),
                latencies.percentileMillis(99),
                latencies.percentileMillis(99.9),
                latencies.largestMillis(),
                requests,
                answers,
                broken,
                unanswered,
                connects,
                cpuNanos / 1e9,
                null);
    }

    private static long processCpu() {
        return ((com.sun.management.OperatingSystemMXBean)
                        java.lang.management.ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static void sleepUntil(long instant) throws InterruptedException {
        long left = instant - System.nanoTime();
        if (left > 0) {
            Thread.sleep(left / 1_000_000, (int) (left % 1_000_000));
        }
    }
}
