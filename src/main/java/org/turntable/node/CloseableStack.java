package org.turntable.node;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The resources that a node has opened; they are closed in the reverse order. */
final class CloseableStack implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CloseableStack.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        return part;
    }

    /** Closes the last one first; a failure is logged and the next one is closed. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception failure) {
                LOG.warn("{} did not close cleanly", part.getClass().getSimpleName(), failure);
            }
        }
    }
}
