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

/** Listens to every logger at every level, and knows what none of them may say. */
public final class Untold implements AutoCloseable {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Set<String> secrets = ConcurrentHashMap.newKeySet();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger house = (Logger) LoggerFactory.getLogger("org.turntable");
    private final Level rootLevel = root.getLevel();
    private final Level houseLevel = house.getLevel();
    private final AppenderBase<ILoggingEvent> ear = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            String trace = event.getThrowableProxy() == null ? "" : "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy());
            lines.add(event.getFormattedMessage() + trace);
        }
    };

    public Untold() {
        ear.start();
        root.addAppender(ear);
        root.setLevel(Level.ALL);
        house.setLevel(Level.ALL);
    }

    /** From now on nobody may say this. */
    public String secret(String text) {
        if (text != null && text.length() > 5) {
            secrets.add(text);
        }
        return text;
    }

    /** A failure counts as told: somebody will log it, with all its causes. */
    void told(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        lines.add(text.toString());
    }

    /** All that was said so far. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** Fails where a secret, or an address with a query, was said since the last check. */
    public void check() {
        List<String> said = List.copyOf(lines);
        lines.clear();
        for (String line : said) {
            for (String secret : secrets) {
                assertFalse(line.contains(secret), () -> "this was said: " + line);
            }
            assertFalse(line.contains("?access_token=") || line.contains("secret=") || line.contains("code="),
                    () -> "an address with its query was said: " + line);
        }
    }

    @Override
    public void close() {
        root.detachAppender(ear);
        root.setLevel(rootLevel);
        house.setLevel(houseLevel);
    }
}
