package org.turntable.tool.command.failover;

import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.turntable.config.HostAndPort;
import org.turntable.tool.command.common.CommandException;

/** Serves the agent's metrics at /metrics. */
final class MetricsServer implements AutoCloseable {
    private final HttpServer server;

    MetricsServer(HostAndPort address, PrometheusRegistry registry) {
        try {
            server = HttpServer.create(new InetSocketAddress(address.host(), address.port()), 0);
        } catch (IOException taken) {
            throw new CommandException(
                    "failover.metrics=" + address + " cannot be bound: " + taken.getMessage(), taken);
        }
        server.createContext("/metrics", exchange -> {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            new PrometheusTextFormatWriter(true).write(text, registry.scrape());
            exchange.getResponseHeaders().set("Content-Type", PrometheusTextFormatWriter.CONTENT_TYPE);
            exchange.sendResponseHeaders(200, text.size());
            exchange.getResponseBody().write(text.toByteArray());
            exchange.close();
        });
        server.start();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
