package org.turntable.push;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Brings a release to every node, one after the other. On each: deploy beside the old version, look, stop the old one, look again. A
 * node that fails takes everybody back to the old version; the old versions leave the disks only when all nodes are through. It may be
 * begun again at any point: a node that has the release already is only looked at.
 */
public final class Rollout {
    private static final Duration READY = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    /** How it ended. */
    public enum End { DONE, ROLLED_BACK, STOPPED }

    private final List<Node> nodes;
    private final String release;
    private final Path war;
    private final int maxUnavailable;
    private final BooleanSupplier stopAsked;
    private final Consumer<String> progress;

    /**
     * @param release        Tomcat's version for it, zero-padded: versions compare as texts
     * @param maxUnavailable nodes that may be away for the push to go on, the one that it works on included; 1 or more
     * @param stopAsked      asked before each node
     * @param progress       takes a line for each step
     */
    public Rollout(List<Node> nodes, String release, Path war, int maxUnavailable, BooleanSupplier stopAsked, Consumer<String> progress) {
        this.nodes = List.copyOf(nodes);
        this.release = release;
        this.war = war;
        this.maxUnavailable = maxUnavailable;
        this.stopAsked = stopAsked;
        this.progress = progress;
    }

    /** Runs it to one of its ends. */
    public End run() {
        List<Node> through = new ArrayList<>();
        int away = 0;
        for (Node node : nodes) {
            String place = "[" + (nodes.indexOf(node) + 1) + "/" + nodes.size() + "] " + node.address() + " ";
            if (stopAsked.getAsBoolean()) {
                progress.accept(place + "stopped before this node; push resume goes on, rollback goes back");
                return End.STOPPED;
            }
            try {
                node.status();
            } catch (NodeFailure gone) {
                away++;
                progress.accept(place + "is away: " + gone.getMessage());
                if (away >= maxUnavailable) {
                    progress.accept(place + away + " away, --max-unavailable " + maxUnavailable + ": going back");
                    return back(through);
                }
                continue;
            }
            through.add(node);
            try {
                bring(node, place);
            } catch (NodeFailure failed) {
                progress.accept(place + "FAILED: " + failed.getMessage());
                return back(through);
            }
        }
        for (Node node : through) {
            forgetOld(node);
        }
        return End.DONE;
    }

    private void bring(Node node, String place) throws NodeFailure {
        long begun = System.nanoTime();
        if (node.deployments().stream().noneMatch(there -> there.version().equals(release) && there.running())) {
            if (node.deployments().stream().anyMatch(there -> there.version().equals(release))) {
                // An earlier attempt ended half-way.
                node.undeploy(release);
            }
            node.deploy(release, war);
            progress.accept(place + String.format("deployed %s in %.1f s", release, (System.nanoTime() - begun) / 1e9));
        }
        awaitReady(node);
        node.page();
        progress.accept(place + "ready, page served; rehearsal: " + node.rehearse());
        for (Node.Deployment old : node.deployments()) {
            if (old.running() && !old.version().equals(release)) {
                node.stop(old.version());
                progress.accept(place + "stopped " + nameOf(old.version()));
            }
        }
        node.page();
        progress.accept(place + "rehearsal alone: " + node.rehearse());
    }

    private void awaitReady(Node node) throws NodeFailure {
        long end = System.nanoTime() + READY.toNanos();
        while (true) {
            Node.Status status = node.status();
            if (status.deployment().equals(release) && status.ready()) {
                return;
            }
            if (System.nanoTime() > end) {
                throw new NodeFailure("is not ready with " + release + " after " + READY.toSeconds() + " s (it says: " + nameOf(status.deployment())
                        + (status.ready() ? ", ready" : ", not ready") + ")");
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    /** Every node that was touched goes back: first the old version runs again, then the new one leaves. */
    private End back(List<Node> touched) {
        for (Node node : touched) {
            String place = "[back] " + node.address() + " ";
            try {
                List<Node.Deployment> there = node.deployments();
                boolean oldRuns = there.stream().anyMatch(one -> one.running() && !one.version().equals(release));
                if (!oldRuns) {
                    String newest = there.stream().map(Node.Deployment::version).filter(version -> !version.equals(release))
                            .max(String::compareTo).orElseThrow(() -> new NodeFailure("has no earlier version: left as it is"));
                    node.start(newest);
                }
                if (there.stream().anyMatch(one -> one.version().equals(release))) {
                    node.undeploy(release);
                }
                node.page();
                progress.accept(place + "runs the version before again");
            } catch (NodeFailure failed) {
                progress.accept(place + "could not go back: " + failed.getMessage());
            }
        }
        return End.ROLLED_BACK;
    }

    private void forgetOld(Node node) {
        try {
            for (Node.Deployment old : node.deployments()) {
                if (!old.version().equals(release)) {
                    node.undeploy(old.version());
                }
            }
        } catch (NodeFailure failed) {
            progress.accept(node.address() + " keeps an old version on its disk: " + failed.getMessage());
        }
    }

    private static String nameOf(String version) {
        return version.isEmpty() ? "the plain ROOT.war" : version;
    }
}
