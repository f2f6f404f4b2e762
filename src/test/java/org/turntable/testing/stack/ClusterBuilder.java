package org.turntable.testing.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Configures a {@link Cluster}; the default is two nodes with the sample campaign open, without nginx. */
public final class ClusterBuilder {
    int tomcats = 2;
    String heap = "512m";
    boolean sample = true;
    int publicPort;
    int securePort;
    int consolePort;
    boolean nginx;
    boolean limits = true;
    boolean strictWithOperators;
    boolean weChat;
    boolean failoverPair;
    Path war;
    Optional<Path> configuration = Optional.empty();
    final Map<String, String> settings = new LinkedHashMap<>();
    final List<String> databaseOptions = new ArrayList<>();
    final List<String> drawsDirectives = new ArrayList<>();
    Optional<Disks> disks = Optional.empty();
    Consumer<String> progress = line -> {};

    /** The folders of the servers that keep what players were answered. */
    record Disks(Path primary, Path replica, Path draws) {}

    ClusterBuilder() {}

    /** How many nodes; 0 for the databases alone. */
    public ClusterBuilder tomcats(int number) {
        tomcats = number;
        return this;
    }

    /** Each node's heap; 512m by default. */
    public ClusterBuilder heap(String size) {
        heap = size;
        return this;
    }

    /** The WAR that every node starts with, in place of target/turntable.war. */
    public ClusterBuilder war(Path file) {
        war = file;
        return this;
    }

    /** Another folder than tomcat-conf/: of a time when nodes had no connector for ops. */
    public ClusterBuilder configurationWithoutOpsConnector(Path folder) {
        configuration = Optional.of(folder);
        return this;
    }

    /** A line of every node's turntable.properties. */
    public ClusterBuilder setting(String key, String value) {
        settings.put(key, value);
        return this;
    }

    /** An option for both database servers, such as --innodb-buffer-pool-size=1G. */
    public ClusterBuilder databaseOption(String option) {
        databaseOptions.add(option);
        return this;
    }

    /** A directive for the Redis of the draws, such as "maxmemory 4gb". */
    public ClusterBuilder drawsDirective(String directive) {
        drawsDirectives.add(directive);
        return this;
    }

    /** Puts the data of both database servers and of the Redis for draws on disks of their own. */
    public ClusterBuilder disks(PowerCutDisk primary, PowerCutDisk replica, PowerCutDisk draws) {
        disks = Optional.of(new Disks(primary.path(), replica.path(), draws.path()));
        return this;
    }

    /** Migrates only: no sample campaign. */
    public ClusterBuilder withoutSampleCampaign() {
        sample = false;
        return this;
    }

    /** nginx in front of the nodes, if it is installed. */
    public ClusterBuilder nginx() {
        nginx = true;
        return this;
    }

    /** Players sign in at the stand-in for WeChat, in any browser, instead of by typing a name. */
    public ClusterBuilder weChat() {
        weChat = true;
        return this;
    }

    /** The database pair is under a fail-over agent, which opens it and handles a failure of its primary. */
    public ClusterBuilder failoverPair() {
        failoverPair = true;
        return this;
    }

    /** nginx without rate limits, for load tests. */
    public ClusterBuilder withoutLimits() {
        limits = false;
        return this;
    }

    /** nginx counts the attempts of operators and verifiers to sign in as production does. */
    public ClusterBuilder strictWithOperators() {
        strictWithOperators = true;
        return this;
    }

    /** The port of the address to click: nginx's, or the first node's where there is no nginx. */
    public ClusterBuilder publicPort(int port) {
        publicPort = port;
        return this;
    }

    /** nginx's other ports: players over TLS, and the operators' console; any free ones by default. */
    public ClusterBuilder tlsPorts(int players, int console) {
        securePort = players;
        consolePort = console;
        return this;
    }

    /** Receives one line for each part that is ready. */
    public ClusterBuilder progress(Consumer<String> receiver) {
        progress = receiver;
        return this;
    }

    /** Starts everything; on a failure stops what was started and throws with the cause in the message. */
    public Cluster start() {
        return Cluster.of(this);
    }
}
