package org.turntable.web.http;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects a body as it comes in, until its end, its deadline or its maximum size. */
final class BodyListener implements ReadListener, AsyncListener {
    private static final Logger LOG = LoggerFactory.getLogger(BodyListener.class);
    private static final int CHUNK = 4 * 1024;

    private final ServletInputStream in;
    private final ByteArrayOutputStream body;
    private final Consumer<Object> done;
    private final AtomicBoolean ended = new AtomicBoolean();

    /**
     * @param body what was read already
     * @param done is called once: with the body as bytes, or with the status of the refusal
     */
    BodyListener(ServletInputStream in, ByteArrayOutputStream body, Consumer<Object> done) {
        this.in = in;
        this.body = body;
        this.done = done;
    }

    @Override
    public void onDataAvailable() throws IOException {
        byte[] chunk = new byte[CHUNK];
        while (!ended.get() && in.isReady() && !in.isFinished()) {
            int count = in.read(chunk);
            if (count > 0) {
                body.write(chunk, 0, count);
            }
            if (body.size() > BodyFilter.MAX_BYTES) {
                end(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
            }
        }
    }

    @Override
    public void onAllDataRead() {
        end(body.toByteArray());
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        LOG.info("a body was not complete in time: {} bytes", body.size());
        end(HttpServletResponse.SC_REQUEST_TIMEOUT);
    }

    @Override
    public void onError(Throwable broken) {
        LOG.debug("the sender of a body disconnected", broken);
    }

    @Override
    public void onError(AsyncEvent event) {
        if (ended.compareAndSet(false, true)) {
            event.getAsyncContext().complete();
        }
    }

    private void end(Object result) {
        if (ended.compareAndSet(false, true)) {
            done.accept(result);
        }
    }

    @Override
    public void onComplete(AsyncEvent event) {
        // Nothing to release.
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // A draw, after its body was read: it has a listener of its own.
    }
}
