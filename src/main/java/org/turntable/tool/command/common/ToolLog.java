package org.turntable.tool.command.common;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs plain text to stderr, not JSON to stdout as a node does: stdout is for the output of the command. */
final class ToolLog {
    private ToolLog() {}

    static void toStderr(boolean verbose) {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return;
        }
        context.reset();
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(verbose ? "%level %logger: %msg%n" : "%level %msg%n%nopex");
        encoder.start();
        ConsoleAppender<ILoggingEvent> stderr = new ConsoleAppender<>();
        stderr.setContext(context);
        stderr.setTarget("System.err");
        stderr.setEncoder(encoder);
        stderr.start();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(verbose ? Level.INFO : Level.WARN);
        root.addAppender(stderr);
        // The driver logs every failed connection; the command already reports it in one sentence.
        if (!verbose) {
            context.getLogger("org.mariadb.jdbc").setLevel(Level.OFF);
            context.getLogger("com.zaxxer.hikari").setLevel(Level.ERROR);
        }
    }
}
