package org.turntable.push;

import java.nio.file.Path;
import java.util.List;

/** One node, as the push needs it. Every method throws {@link NodeFailure} with the node's own words. */
public interface Node {
    /**
     * A deployment at the root path.
     *
     * @param version Tomcat's, such as 000012; empty for a plain ROOT.war
     * @param running whether it takes requests, or is stopped
     */
    record Deployment(String version, boolean running) {
    }

    /**
     * What the node says of itself.
     *
     * @param name       its name
     * @param version    of the WAR that takes players
     * @param deployment Tomcat's version of it
     * @param ready      whether it may be sent players
     * @param draining   whether it stands aside
     * @param cpu        share of the machine in use, 0 to 1; negative while unknown
     * @param heap       share of the heap in use
     * @param waiting    draws in its memory that MariaDB does not have yet
     * @param upSeconds  since its start
     * @param redis      condition in a word
     * @param mariadb    condition in a word
     */
    record Status(String name, String version, String deployment, boolean ready, boolean draining, double cpu, double heap, int waiting,
                  long upSeconds, String redis, String mariadb) {
    }

    /** Its address. */
    NodeAddress address();

    Status status() throws NodeFailure;

    /** Entries that MariaDB may not have yet, over all campaigns, as its metrics tell. */
    long backlog() throws NodeFailure;

    /** What is deployed at the root path. */
    List<Deployment> deployments() throws NodeFailure;

    /** Uploads and starts a WAR beside what runs; from its return on, new requests go to it. */
    void deploy(String version, Path war) throws NodeFailure;

    /** Stops a version: it ends the requests it has and frees what it holds; its files stay. */
    void stop(String version) throws NodeFailure;

    void start(String version) throws NodeFailure;

    /** Stops and removes a version. */
    void undeploy(String version) throws NodeFailure;

    /** Opens the page that players open. */
    void page() throws NodeFailure;

    /** Plays a rehearsal draw; answers what the node says of it. */
    String rehearse() throws NodeFailure;

    /** Makes the node stand aside, or come back. */
    void drain(boolean aside) throws NodeFailure;
}
