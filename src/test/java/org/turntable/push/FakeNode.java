package org.turntable.push;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A node that keeps its deployments in memory, and fails where it is told to. */
final class FakeNode implements Node {
    private final String name;
    private final List<String> diary;
    private final Map<String, Boolean> deployments = new TreeMap<>();
    String failsAt = "";
    boolean away;

    FakeNode(String name, List<String> diary, String... running) {
        this.name = name;
        this.diary = diary;
        for (String version : running) {
            deployments.put(version, true);
        }
    }

    /** A version that lies there and is stopped. */
    FakeNode withStopped(String version) {
        deployments.put(version, false);
        return this;
    }

    Map<String, Boolean> there() {
        return deployments;
    }

    private void step(String what) throws NodeFailure {
        if (away) {
            throw new NodeFailure("does not answer");
        }
        diary.add(name + " " + what);
        if (what.equals(failsAt)) {
            throw new NodeFailure("failed at " + what);
        }
    }

    @Override
    public NodeAddress address() {
        return new NodeAddress(name, 8080, false);
    }

    @Override
    public Status status() throws NodeFailure {
        if (away) {
            throw new NodeFailure("does not answer");
        }
        String newest = deployments.entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey).reduce((one, later) -> later).orElse("");
        return new Status(name, "1", newest, true, false, 0.1, 0.1, 0, 1, "ok", "ok");
    }

    @Override
    public long backlog() {
        return 0;
    }

    @Override
    public List<Deployment> deployments() throws NodeFailure {
        if (away) {
            throw new NodeFailure("does not answer");
        }
        List<Deployment> all = new ArrayList<>();
        deployments.forEach((version, running) -> all.add(new Deployment(version, running)));
        return all;
    }

    @Override
    public void deploy(String version, Path war) throws NodeFailure {
        // As Tomcat's manager does.
        if (deployments.containsKey(version)) {
            throw new NodeFailure("Application already exists at path");
        }
        deployments.put(version, false);
        step("deploy " + version);
        deployments.put(version, true);
    }

    @Override
    public void stop(String version) throws NodeFailure {
        step("stop " + version);
        deployments.put(version, false);
    }

    @Override
    public void start(String version) throws NodeFailure {
        step("start " + version);
        deployments.put(version, true);
    }

    @Override
    public void undeploy(String version) throws NodeFailure {
        step("undeploy " + version);
        deployments.remove(version);
    }

    @Override
    public void page() throws NodeFailure {
        step("page");
    }

    @Override
    public String rehearse() throws NodeFailure {
        step("rehearse");
        return "played";
    }

    @Override
    public void drain(boolean aside) throws NodeFailure {
        step("drain " + aside);
    }
}
