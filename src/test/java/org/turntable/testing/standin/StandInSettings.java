package org.turntable.testing.standin;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The settings of a stand-in; its process reads them from a file.
 *
 * @param port on loopback
 * @param appId of the one account
 * @param appSecret of it
 * @param callbackDomains hosts, without ports, to which a browser may come back and whose pages may be signed
 * @param partnerKeys key id to secret, of the clients of the partner
 */
public record StandInSettings(
        int port, String appId, String appSecret, List<String> callbackDomains, Map<String, String> partnerKeys) {
    private static final String KEY = "partner.key.";

    /** Writes it where only the caller can read it. */
    public void write(Path file) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("port", Integer.toString(port));
        properties.setProperty("app.id", appId);
        properties.setProperty("app.secret", appSecret);
        properties.setProperty("callback.domains", String.join(",", callbackDomains));
        partnerKeys.forEach((id, secret) -> properties.setProperty(KEY + id, secret));
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
    }

    static StandInSettings read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        Map<String, String> keys = new TreeMap<>();
        properties.stringPropertyNames().stream()
                .filter(name -> name.startsWith(KEY))
                .forEach(name -> keys.put(name.substring(KEY.length()), properties.getProperty(name)));
        return new StandInSettings(
                Integer.parseInt(properties.getProperty("port")),
                properties.getProperty("app.id"),
                properties.getProperty("app.secret"),
                List.of(properties.getProperty("callback.domains").split(",")),
                keys);
    }

    /** Whether a browser may be sent back to this host. */
    boolean isCallbackDomain(String host) {
        return host != null && callbackDomains.contains(host);
    }
}
