package org.turntable.tool.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The host of a database server, for backups and restarts. */
public interface DatabaseHost {
    /** The server there, address:port. */
    String address();

    /** The state of the server and its host. */
    HostState state() throws HostException;

    /**
     * Executes an action there and waits until it has ended.
     *
     * @return its answer: the value of each key
     */
    Map<String, String> perform(String action, String... arguments) throws HostException;

    /** Writes a copy of the running server to the sink. */
    void backup(OutputStream sink) throws HostException;

    /** Sends a copy to the host, which unpacks and prepares it. Returns its answer like {@link #perform}. */
    Map<String, String> receive(Source source) throws HostException;

    /** Writes a copy to the stdin of a host's command. */
    interface Source {
        void into(OutputStream sink) throws HostException;
    }

    /** Reads a stream to its end. */
    static String text(InputStream stream) throws IOException {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
}
