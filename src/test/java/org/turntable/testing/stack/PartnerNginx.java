package org.turntable.testing.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * An installed nginx in the role of the partner: a separate host with its own pages that has one of our two files for
 * partners installed. Only the address of the lottery in the file is replaced; the rest is as partners get it.
 */
public final class PartnerNginx implements AutoCloseable {
    /** The partner's name, as browsers send it in Host. */
    public static final String HOST = "www.partner.example";

    /** The files that a partner may install. */
    public enum Way {
        /** The relay that answers with a redirect. */
        RELAY("nginx/partner-relay.conf"),
        /** The proxy that passes the callback on. */
        PROXY("nginx/partner-proxy.conf");

        private final String file;

        Way(String file) {
            this.file = file;
        }
    }

    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final String LOTTERY = "lottery.example.com";
    private static final String MAIN = """
            pid nginx.pid;
            error_log error.log info;
            events { worker_connections 256; }
            http {
                access_log access.log;
                client_body_temp_path temp; proxy_temp_path temp; fastcgi_temp_path temp; uwsgi_temp_path temp; scgi_temp_path temp;
                server {
                    listen 127.0.0.1:%d;
                    server_name %s;
                    include partner.conf;
                    location / { return 200 "the partner's own page"; }
                }
            }
            """;

    private final Path prefix;
    private final int port;
    private final ServerProcess process;

    /** @param folder where its prefix and its log lie */
    public PartnerNginx(Path folder) {
        this(folder, Ports.free());
    }

    /** The same with a given port. */
    public PartnerNginx(Path folder, int port) {
        this.port = port;
        this.prefix = folder.resolve("partner");
        this.process = new ServerProcess("nginx-partner", folder, Duration.ofSeconds(5));
    }

    /**
     * Installs one of the files and starts.
     *
     * @param lottery where the lottery is, such as http://127.0.0.1:8080
     */
    public PartnerNginx start(Way way, String lottery) {
        return start(way, lottery, text -> text);
    }

    /** The same, with what the partner changed in the file. */
    PartnerNginx start(Way way, String lottery, UnaryOperator<String> change) {
        try {
            Files.createDirectories(prefix.resolve("temp"));
            Files.writeString(prefix.resolve("nginx.conf"), MAIN.formatted(port, HOST));
            String shipped = change.apply(Files.readString(ProjectFiles.file(way.file)));
            Files.writeString(
                    prefix.resolve("partner.conf"),
                    shipped.replace("https://" + LOTTERY, lottery)
                            .replace(LOTTERY, lottery.substring(lottery.indexOf("//") + 2)));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        Processes.run(START_LIMIT, command("-t").toArray(String[]::new));
        process.start(command(), Map.of(), prefix, START_LIMIT, () -> !Ports.isFree(port));
        return this;
    }

    /** http://127.0.0.1:port, without a slash at the end. */
    public String baseUrl() {
        return "http://127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    /** Everything that it has logged. */
    public String logs() {
        try {
            return Files.readString(prefix.resolve("access.log")) + Files.readString(prefix.resolve("error.log"));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() {
        process.stop();
    }

    private List<String> command(String... more) {
        Path binary = NginxEdge.installed().orElseThrow(() -> new IllegalStateException("nginx is not installed"));
        // As root the workers would become "nobody", who cannot read a private work folder.
        List<String> command = new ArrayList<>(List.of(
                binary.toString(),
                "-p",
                prefix + "/",
                "-c",
                "nginx.conf",
                "-g",
                "daemon off;" + (Processes.isRoot() ? " user root;" : "")));
        command.addAll(List.of(more));
        return command;
    }
}
