package org.turntable.app;

import ch.qos.logback.classic.LoggerContext;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.sql.DriverManager;
import java.sql.SQLException;
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
            RunningVersions.enter(context);
        } catch (SettingsException | StartRefused refused) {
            LOG.error("Turntable does not start:{}{}", System.lineSeparator(), refused.getMessage());
            refuse(context, refused);
        } catch (RuntimeException unexpected) {
            LOG.error("Turntable does not start", unexpected);
            refuse(context, unexpected);
        }
    }

    /** Beside a version that runs, the deployment fails and that version stays; alone, somebody has to answer. */
    private void refuse(ServletContext context, RuntimeException reason) {
        leaveNothingBehind();
        if (RunningVersions.any()) {
            throw reason;
        }
        RefusedStart.answerFor(context);
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        RunningVersions.leave(event.getServletContext());
        if (node != null) {
            node.close();
        }
        leaveNothingBehind();
    }

    /** The log's own thread and the driver's registration end with the application, or its classes could never be unloaded. */
    private static void leaveNothingBehind() {
        DriverManager.drivers().filter(driver -> driver.getClass().getClassLoader() == TurntableListener.class.getClassLoader()).forEach(driver -> {
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
