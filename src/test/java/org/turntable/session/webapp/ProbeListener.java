package org.turntable.session.webapp;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRegistration;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.turntable.redis.RedisAddress;
import org.turntable.redis.session.RedisForSessions;
import org.turntable.session.SessionCodec;
import org.turntable.session.SessionEvents;
import org.turntable.session.SessionFilter;

/** Puts the filter before the probe, as an application would. */
public final class ProbeListener implements ServletContextListener {
    private RedisForSessions redis;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        redis = new RedisForSessions(RedisAddress.of(
                "127.0.0.1",
                Integer.parseInt(context.getInitParameter("redis.port")),
                context.getInitParameter("redis.password")));
        boolean later = "later".equals(context.getInitParameter("version"));
        Recorder recorder = new Recorder();
        SessionFilter filter = new SessionFilter(
                redis.sessions(),
                new SessionCodec(Map.of("visit", later ? LaterVisit.class : Visit.class)),
                List.of(recorder),
                (request, session) -> Optional.ofNullable(request.getHeader("X-Identity"))
                        .ifPresent(identity -> session.setAttribute("player", identity)),
                (request, response, reason) -> {
                    response.setStatus(503);
                    response.setContentType("text/plain;charset=UTF-8");
                    response.getWriter().print("back in a moment");
                },
                SessionEvents.NONE,
                new SecureRandom(),
                System::currentTimeMillis);
        FilterRegistration.Dynamic registration = context.addFilter("sessions", filter);
        registration.setAsyncSupported(true);
        registration.addMappingForUrlPatterns(
                EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR), false, "/*");
        ServletRegistration.Dynamic servlet = context.addServlet("probe", new Probe(recorder, later));
        servlet.setAsyncSupported(true);
        servlet.addMapping("/probe", "/other", "/error-page");
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        redis.close();
    }
}
