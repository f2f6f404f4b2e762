package org.turntable.app;

import ch.qos.logback.classic.LoggerContext;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The boot story: read the settings, make the node, register its routes. A start that fails says why in plain sentences. */
public final class TurntableListener implements ServletContextListener {
    private static final Logger LOG = LoggerFactory.getLogger(TurntableListener.class);

    private Node node;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        try {
            Settings settings = SettingsReader.ofProcess(Optional.empty()).read();
            node = new Node(settings, context);
            node.routes().register(context);
        } catch (SettingsException | StartRefused refused) {
            LOG.error("Turntable does not start:{}{}", System.lineSeparator(), refused.getMessage());
            stopLogging();
            throw refused;
        } catch (RuntimeException unexpected) {
            LOG.error("Turntable does not start", unexpected);
            stopLogging();
            throw unexpected;
        }
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        if (node != null) {
            node.close();
        }
        stopLogging();
    }

    /** The log's own thread ends with the application, or its classes could never be unloaded. */
    private static void stopLogging() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.stop();
        }
    }
}
