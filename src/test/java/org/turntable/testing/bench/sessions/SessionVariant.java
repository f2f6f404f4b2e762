package org.turntable.testing.bench.sessions;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One way to keep sessions, as a web application of its own beside the others.
 *
 * @param name as the tables show it
 * @param path where it is served, without a slash
 * @param declarations what its web.xml says beyond the pages: filters and listeners
 * @param files what it has beyond that, by their paths in the web application
 * @param jars the libraries of its WEB-INF/lib
 * @param classes folders whose content goes into its WEB-INF/classes
 */
record SessionVariant(
        String name,
        String path,
        String declarations,
        Map<String, String> files,
        List<Path> jars,
        List<Path> classes) {}
