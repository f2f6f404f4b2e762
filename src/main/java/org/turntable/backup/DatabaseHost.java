package org.turntable.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A database server's host, as far as copies and restarts go. */
public interface DatabaseHost {
    /** The server there, address:port. */
    String address();

    /** What the server is and has. */
    HostState state() throws HostFailure;

    /**
     * Does one thing there and waits for its end.
     *
     * @return what it answered, a key and a value a line
     */
    Map<String, String> perform(String verb, String... arguments) throws HostFailure;

    /** Copies the running server into the sink. */
    void backup(OutputStream sink) throws HostFailure;

    /** Feeds a copy to the host, which unpacks it and makes it consistent. Answers as {@link #perform}. */
    Map<String, String> receive(Source source) throws HostFailure;

    /** Writes a copy into a host's stdin. */
    interface Source {
        void into(OutputStream sink) throws HostFailure;
    }

    /** Reads to the end; for what a host says beside what it answers. */
    static String text(InputStream stream) throws IOException {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
}
