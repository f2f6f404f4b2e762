package org.turntable.config;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What turntable-ops needs to work on nodes.
 *
 * @param nodesList nginx's list of nodes
 * @param managerPassword password of Tomcat's manager
 * @param opsToken bearer token of the nodes' routes for ops
 * @param origin an entry origin, sent as the Origin header of POST requests
 * @param folder where pushes and earlier WARs are kept
 * @param waveMargin no push within this time before an announced wave
 * @param mostCpu no push above this share of the processors, 0 to 1
 */
public record PushSettings(
        Path nodesList,
        Secret managerPassword,
        Secret opsToken,
        String origin,
        Path folder,
        Duration waveMargin,
        double mostCpu) {}
