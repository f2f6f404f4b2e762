package org.turntable.app;

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
            throw refused;
        }
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        if (node != null) {
            node.close();
        }
    }
}
