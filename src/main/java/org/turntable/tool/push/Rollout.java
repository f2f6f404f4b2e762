package org.turntable.tool.push;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Deploys a release to every node, one after the other: deploy beside the old version, check, stop the old one, check
 * again. If a node fails, all nodes are rolled back to the old version. Old versions are undeployed only after all
 * nodes are done. It can be repeated at any point: a node that already runs the release is only checked.
 */
public final class Rollout {
    private static final Duration READY = Duration.ofSeconds(60);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(250);

    /** How the rollout ended. */
    public enum End {
        DONE,
        ROLLED_BACK,
        STOPPED
    }

    private final List<PushTarget> nodes;
    private final String release;
    private final Path war;
    private final int maxUnavailable;
    private final BooleanSupplier stopAsked;
    private final Consumer<String> progress;

    /**
     * @param release Tomcat's version of the deployment, zero-padded because Tomcat compares versions as text
     * @param maxUnavailable number of unreachable nodes at which the push is rolled back, 1 or more
     * @param stopAsked checked before each node
     * @param progress receives a line for each step
     */
    public Rollout(
            List<PushTarget> nodes,
            String release,
            Path war,
            int maxUnavailable,
            BooleanSupplier stopAsked,
            Consumer<String> progress) {
        this.nodes = List.copyOf(nodes);
        this.release = release;
        this.war = war;
        this.maxUnavailable = maxUnavailable;
        this.stopAsked = stopAsked;
        this.progress = progress;
    }

    /** Runs the rollout. */
    public End run() {
        List<PushTarget> updated = new ArrayList<>();
        int unreachable = 0;
        for (PushTarget node : nodes) {
            String prefix = "[" + (nodes.indexOf(node) + 1) + "/" + nodes.size() + "] " + node.address() + " ";
            if (stopAsked.getAsBoolean()) {
                progress.accept(prefix + "stopped before this node; continue with push resume, go back with rollback");
                return End.STOPPED;
            }
            try {
                node.status();
            } catch (NodeException gone) {
                unreachable++;
                progress.accept(prefix + "is unreachable: " + gone.getMessage());
                if (unreachable >= maxUnavailable) {
                    progress.accept(prefix + unreachable + " unreachable, --max-unavailable " + maxUnavailable
                            + ": rolling back");
                    return rollBack(updated);
                }
                continue;
            }
            updated.add(node);
            try {
                update(node, prefix);
            } catch (NodeException failed) {
                progress.accept(prefix + "FAILED: " + failed.getMessage());
                return rollBack(updated);
            }
        }
        for (PushTarget node : updated) {
            undeployOld(node);
        }
        return End.DONE;
    }

    private void update(PushTarget node, String prefix) throws NodeException {
        long begun = System.nanoTime();
        if (node.deployments().stream().noneMatch(there -> there.version().equals(release) && there.running())) {
            if (node.deployments().stream().anyMatch(there -> there.version().equals(release))) {
                // An earlier attempt did not finish.
                node.undeploy(release);
            }
            node.deploy(release, war);
            progress.accept(
                    prefix + String.format("deployed %s in %.1f s", release, (System.nanoTime() - begun) / 1e9));
        }
        awaitReady(node);
        node.page();
        progress.accept(prefix + "ready, page served; rehearsal draw: " + node.rehearse());
        for (PushTarget.Deployment old : node.deployments()) {
            if (old.running() && !old.version().equals(release)) {
                node.stop(old.version());
                progress.accept(prefix + "stopped " + nameOf(old.version()));
            }
        }
        node.page();
        progress.accept(prefix + "rehearsal draw without the old version: " + node.rehearse());
    }

    private void awaitReady(PushTarget node) throws NodeException {
        long end = System.nanoTime() + READY.toNanos();
        while (true) {
            PushTarget.Status status = node.status();
            if (status.deployment().equals(release) && status.ready()) {
                return;
            }
            if (System.nanoTime() > end) {
                throw new NodeException(
                        "is not ready with " + release + " after " + READY.toSeconds() + " s (it reports: "
                                + nameOf(status.deployment()) + (status.ready() ? ", ready" : ", not ready") + ")");
            }
            LockSupport.parkNanos(POLL_INTERVAL.toNanos());
        }
    }

    /** Rolls every changed node back: first the old version is started again, then the new one is undeployed. */
    private End rollBack(List<PushTarget> changed) {
        for (PushTarget node : changed) {
            String prefix = "[rollback] " + node.address() + " ";
            try {
                List<PushTarget.Deployment> there = node.deployments();
                boolean oldRuns = there.stream()
                        .anyMatch(one -> one.running() && !one.version().equals(release));
                if (!oldRuns) {
                    String newest = there.stream()
                            .map(PushTarget.Deployment::version)
                            .filter(version -> !version.equals(release))
                            .max(String::compareTo)
                            .orElseThrow(() -> new NodeException("has no earlier version: left unchanged"));
                    node.start(newest);
                }
                if (there.stream().anyMatch(one -> one.version().equals(release))) {
                    node.undeploy(release);
                }
                node.page();
                progress.accept(prefix + "runs the previous version again");
            } catch (NodeException failed) {
                progress.accept(prefix + "could not be rolled back: " + failed.getMessage());
            }
        }
        return End.ROLLED_BACK;
    }

    private void undeployOld(PushTarget node) {
        try {
            for (PushTarget.Deployment old : node.deployments()) {
                if (!old.version().equals(release)) {
                    node.undeploy(old.version());
                }
            }
        } catch (NodeException failed) {
            progress.accept(node.address() + " still has an old version deployed: " + failed.getMessage());
        }
    }

    private static String nameOf(String version) {
        return version.isEmpty() ? "the plain ROOT.war" : version;
    }
}
