package org.turntable.cli.failover;

import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.turntable.app.Settings.HostAndPort;
import org.turntable.cli.common.CommandFailure;

/** Shows a long-running command's metrics at /metrics. */
final class MetricsPage implements AutoCloseable {
    private final HttpServer server;

    MetricsPage(HostAndPort address, PrometheusRegistry registry) {
        try {
            server = HttpServer.create(new InetSocketAddress(address.host(), address.port()), 0);
        } catch (IOException taken) {
            throw new CommandFailure("failover.metrics=" + address + " cannot be listened at: " + taken.getMessage(), taken);
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
