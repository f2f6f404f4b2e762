package org.turntable.testing.bench.sessions.webapp;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.net.URI;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.turntable.redis.RedisAddress;
import org.turntable.redis.session.RedisForSessions;
import org.turntable.session.SessionCodec;
import org.turntable.session.SessionEvents;
import org.turntable.session.SessionFilter;

/** Turntable's session filter before the pages, registered as its own composition root does. */
public final class TurntableSessions implements ServletContextListener {
    private RedisForSessions redis;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        URI address = URI.create(context.getInitParameter("redis"));
        redis = new RedisForSessions(RedisAddress.of(
                address.getHost(), address.getPort(), address.getUserInfo().substring(1)));
        SessionFilter filter = new SessionFilter(
                redis.sessions(),
                new SessionCodec(Map.of()),
                List.of(),
                (request, session) -> {},
                (request, response, reason) -> response.setStatus(503),
                SessionEvents.NONE,
                new SecureRandom(),
                System::currentTimeMillis);
        FilterRegistration.Dynamic registration = context.addFilter("sessions", filter);
        registration.setAsyncSupported(true);
        registration.addMappingForUrlPatterns(
                EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR), false, "/*");
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        redis.close();
    }
}
