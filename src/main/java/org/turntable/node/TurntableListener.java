package org.turntable.node;

import ch.qos.logback.classic.LoggerContext;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.config.Settings;
import org.turntable.config.SettingsException;
import org.turntable.config.SettingsReader;
import org.turntable.config.StartupException;

/**
 * Starts and stops the application: reads the settings, creates the node, registers its routes. The reason of a failed
 * start is logged.
 */
public final class TurntableListener implements ServletContextListener {
    private static final Logger LOG = LoggerFactory.getLogger(TurntableListener.class);

    private Node node;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        try {
            Settings settings = SettingsReader.ofProcess(Optional.empty()).read();
            node = new Node(settings, context);
            node.application().register(context);
            DeployedVersions.register(context);
        } catch (SettingsException | StartupException refused) {
            LOG.error("Turntable does not start:{}{}", System.lineSeparator(), refused.getMessage());
            failStart(context, refused);
        } catch (RuntimeException unexpected) {
            LOG.error("Turntable does not start", unexpected);
            failStart(context, unexpected);
        }
    }

    /**
     * When another version runs, the deployment fails and that version stays. Otherwise this deployment answers as
     * {@link FailedStart}.
     */
    private void failStart(ServletContext context, RuntimeException reason) {
        releaseSharedResources();
        if (DeployedVersions.anyRunning()) {
            throw reason;
        }
        FailedStart.register(context);
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        DeployedVersions.unregister(event.getServletContext());
        if (node != null) {
            node.close();
        }
        releaseSharedResources();
    }

    /**
     * Deregisters the database driver and stops the logging threads; otherwise the classes of this application could
     * not be unloaded.
     */
    private static void releaseSharedResources() {
        DriverManager.drivers()
                .filter(driver -> driver.getClass().getClassLoader() == TurntableListener.class.getClassLoader())
                .forEach(driver -> {
                    try {
                        DriverManager.deregisterDriver(driver);
                    } catch (SQLException refused) {
                        LOG.warn("the database driver stays registered", refused);
                    }
                });
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.stop();
        }
    }
}
