package org.turntable.tool.push;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A node with its deployments in memory, which fails at a given step. */
final class FakePushTarget implements PushTarget {
    private final String name;
    private final List<String> steps;
    private final Map<String, Boolean> deployments = new TreeMap<>();
    String failsAt = "";
    boolean unreachable;

    FakePushTarget(String name, List<String> steps, String... running) {
        this.name = name;
        this.steps = steps;
        for (String version : running) {
            deployments.put(version, true);
        }
    }

    /** Adds a stopped version. */
    FakePushTarget withStopped(String version) {
        deployments.put(version, false);
        return this;
    }

    Map<String, Boolean> there() {
        return deployments;
    }

    private void step(String what) throws NodeException {
        if (unreachable) {
            throw new NodeException("does not answer");
        }
        steps.add(name + " " + what);
        if (what.equals(failsAt)) {
            throw new NodeException("failed at " + what);
        }
    }

    @Override
    public NodeAddress address() {
        return new NodeAddress(name, 8080, false);
    }

    @Override
    public Status status() throws NodeException {
        if (unreachable) {
            throw new NodeException("does not answer");
        }
        String newest = deployments.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .reduce((one, later) -> later)
                .orElse("");
        return new Status(name, "1", newest, true, false, 0.1, 0.1, 0, 1, "ok", "ok");
    }

    @Override
    public long backlog() {
        return 0;
    }

    @Override
    public List<Deployment> deployments() throws NodeException {
        if (unreachable) {
            throw new NodeException("does not answer");
        }
        List<Deployment> all = new ArrayList<>();
        deployments.forEach((version, running) -> all.add(new Deployment(version, running)));
        return all;
    }

    @Override
    public void deploy(String version, Path war) throws NodeException {
        // As Tomcat's manager does.
        if (deployments.containsKey(version)) {
            throw new NodeException("Application already exists at path");
        }
        deployments.put(version, false);
        step("deploy " + version);
        deployments.put(version, true);
    }

    @Override
    public void stop(String version) throws NodeException {
        step("stop " + version);
        deployments.put(version, false);
    }

    @Override
    public void start(String version) throws NodeException {
        step("start " + version);
        deployments.put(version, true);
    }

    @Override
    public void undeploy(String version) throws NodeException {
        step("undeploy " + version);
        deployments.remove(version);
    }

    @Override
    public void page() throws NodeException {
        step("page");
    }

    @Override
    public String rehearse() throws NodeException {
        step("rehearse");
        return "played";
    }

    @Override
    public void drain(boolean on) throws NodeException {
        step("drain " + on);
    }
}
