package org.turntable.tool.push;

import java.nio.file.Path;
import java.util.List;

/** The operations on one node that a push needs. Every method throws {@link NodeException} with the node's message. */
public interface PushTarget {
    /**
     * A deployment at the root path.
     *
     * @param version Tomcat's, such as 000012; empty for a plain ROOT.war
     * @param running whether it serves requests; false if it is stopped
     */
    record Deployment(String version, boolean running) {}

    /**
     * The state that the node reports.
     *
     * @param name its name
     * @param version of the WAR that serves players
     * @param deployment Tomcat's version of it
     * @param ready whether it may receive players
     * @param draining whether it is drained
     * @param cpu share of the processors in use, 0 to 1; negative while unknown
     * @param heap share of the heap in use
     * @param waiting draws in its memory that are not yet in MariaDB
     * @param upSeconds since its start
     * @param redis state in one word
     * @param mariadb state in one word
     */
    record Status(
            String name,
            String version,
            String deployment,
            boolean ready,
            boolean draining,
            double cpu,
            double heap,
            int waiting,
            long upSeconds,
            String redis,
            String mariadb) {}

    /** Its address. */
    NodeAddress address();

    Status status() throws NodeException;

    /** Stream entries that may not be in MariaDB yet, of all campaigns, from the metrics of the node. */
    long backlog() throws NodeException;

    /** What is deployed at the root path. */
    List<Deployment> deployments() throws NodeException;

    /** Uploads and starts a WAR beside the running one; new requests go to it after the return. */
    void deploy(String version, Path war) throws NodeException;

    /** Stops a version: running requests end, resources are released, the files stay. */
    void stop(String version) throws NodeException;

    void start(String version) throws NodeException;

    /** Stops and removes a version. */
    void undeploy(String version) throws NodeException;

    /** Requests the campaign's page. */
    void page() throws NodeException;

    /** Makes a rehearsal draw; returns the message of the node. */
    String rehearse() throws NodeException;

    /** Drains the node, or ends the drain. */
    void drain(boolean on) throws NodeException;
}
