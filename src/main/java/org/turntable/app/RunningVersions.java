package org.turntable.app;

import jakarta.servlet.ServletContext;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Which versions of the WAR run in this Tomcat, told from one to the other over JMX, the one place that they share: during a push two
 * run side by side for a moment.
 */
final class RunningVersions {
    private static final String NAME = "org.turntable:type=Node,deployment=";
    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

    /** For JConsole, too. */
    public interface RunningMXBean {
        /** The WAR's version. */
        String getVersion();
    }

    private RunningVersions() {
    }

    /** Tomcat's version of this deployment, such as 000012; empty for a plain ROOT.war. */
    static String deployment(ServletContext context) {
        Object version = context.getAttribute("org.apache.catalina.webappVersion");
        return version == null ? "" : version.toString();
    }

    static void enter(ServletContext context) {
        String version = WarVersion.of(context);
        try {
            SERVER.registerMBean((RunningMXBean) () -> version, name(context));
        } catch (JMException twice) {
            throw new IllegalStateException("this deployment is registered already", twice);
        }
    }

    static void leave(ServletContext context) {
        try {
            if (SERVER.isRegistered(name(context))) {
                SERVER.unregisterMBean(name(context));
            }
        } catch (JMException gone) {
            throw new IllegalStateException(gone);
        }
    }

    /** Whether one is there that takes players. */
    static boolean any() {
        try {
            return !SERVER.queryNames(new ObjectName(NAME + "*"), null).isEmpty();
        } catch (JMException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static ObjectName name(ServletContext context) throws JMException {
        return new ObjectName(NAME + ObjectName.quote(deployment(context)));
    }
}
