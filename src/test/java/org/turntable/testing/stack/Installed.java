package org.turntable.testing.stack;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * Programs that Maven does not carry: without one, its tests are skipped with the sentence what to install; with
 * CI=true they fail.
 */
public final class Installed {
    private Installed() {}

    /** nginx, for tests of the edge. */
    public static Path nginx() {
        return orSkip(
                NginxEdge.installed(), "nginx is not installed: apt-get install nginx, or name it in NGINX_BINARY");
    }

    /** njs, for tests of an edge that verifies cookies. */
    public static Path njs() {
        return orSkip(
                NginxEdge.njs(),
                "njs is not installed: apt-get install libnginx-mod-http-js, or name ngx_http_js_module.so in NJS_MODULE");
    }

    /** @param remedy what to install, and how */
    public static Path orSkip(Optional<Path> program, String remedy) {
        return program.orElseGet(() -> skip(remedy));
    }

    /** The same for what is no program. */
    static <T> T skip(String remedy) {
        assertFalse("true".equals(System.getenv("CI")), remedy);
        return Assumptions.abort(remedy);
    }
}
