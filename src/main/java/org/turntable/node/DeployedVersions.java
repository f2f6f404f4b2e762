package org.turntable.node;

import jakarta.servlet.ServletContext;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.turntable.config.BuildVersion;

/**
 * Which versions of the WAR run in this Tomcat. Each version registers itself in JMX, which all web applications of a
 * Tomcat share; during a push two versions run at the same time.
 */
final class DeployedVersions {
    private static final String NAME = "org.turntable:type=Node,deployment=";
    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

    /** The attributes of a version, as JConsole shows them. */
    public interface RunningMXBean {
        /** The version of the WAR. */
        String getVersion();
    }

    private DeployedVersions() {}

    /** Tomcat's version of this deployment, such as 000012; empty for a plain ROOT.war. */
    static String deployment(ServletContext context) {
        Object version = context.getAttribute("org.apache.catalina.webappVersion");
        return version == null ? "" : version.toString();
    }

    static void register(ServletContext context) {
        String version = BuildVersion.ofWebApplication(context::getResourceAsStream);
        try {
            SERVER.registerMBean((RunningMXBean) () -> version, name(context));
        } catch (JMException duplicate) {
            throw new IllegalStateException("this deployment is registered already", duplicate);
        }
    }

    static void unregister(ServletContext context) {
        try {
            if (SERVER.isRegistered(name(context))) {
                SERVER.unregisterMBean(name(context));
            }
        } catch (JMException gone) {
            throw new IllegalStateException(gone);
        }
    }

    /** Whether a version is registered, which means that it serves players. */
    static boolean anyRunning() {
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
