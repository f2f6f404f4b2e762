package org.turntable.wechat;

import static org.junit.jupiter.api.Assertions.assertFalse;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** An appender on the root logger at every level, and a list of secrets that must not appear in its output. */
public final class SecretLog implements AutoCloseable {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Set<String> secrets = ConcurrentHashMap.newKeySet();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger own = (Logger) LoggerFactory.getLogger("org.turntable");
    private final Level rootLevel = root.getLevel();
    private final Level ownLevel = own.getLevel();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            String trace = event.getThrowableProxy() == null
                    ? ""
                    : "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy());
            lines.add(event.getFormattedMessage() + trace);
        }
    };

    public SecretLog() {
        appender.start();
        root.addAppender(appender);
        root.setLevel(Level.ALL);
        own.setLevel(Level.ALL);
    }

    /** Adds a text that must not be logged from now on. */
    public String secret(String text) {
        if (text != null && text.length() > 5) {
            secrets.add(text);
        }
        return text;
    }

    /** Adds the stack trace of a failure to the output, as a caller that logs it would. */
    void add(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        lines.add(text.toString());
    }

    /** All output so far. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** Fails where a secret, or an address with a query, was logged since the last check. */
    public void check() {
        List<String> output = List.copyOf(lines);
        lines.clear();
        for (String line : output) {
            for (String secret : secrets) {
                assertFalse(line.contains(secret), () -> "this was logged: " + line);
            }
            assertFalse(
                    line.contains("?access_token=") || line.contains("secret=") || line.contains("code="),
                    () -> "an address with its query was logged: " + line);
        }
    }

    @Override
    public void close() {
        root.detachAppender(appender);
        root.setLevel(rootLevel);
        own.setLevel(ownLevel);
    }
}
