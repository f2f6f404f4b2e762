package org.turntable.tool.line;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * A TLS handshake as a browser does it, except that a bad certificate becomes a finding and does not end the
 * connection, so that all problems are reported at once.
 */
public final class TlsProbe {
    private static final int DNS_NAME = 2;
    private static final long WARNING_DAYS = 14;

    private final X509TrustManager trusted;
    private final SSLContext context;
    private final Clock clock;

    /**
     * @param authorities PEM file of the certificate authorities to trust; empty for those of the Java platform
     * @throws IOException if the file cannot be read
     */
    public TlsProbe(Optional<Path> authorities, Clock clock) throws IOException {
        this.clock = clock;
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(authorities.isPresent() ? store(authorities.get()) : null);
            trusted = (X509TrustManager) factory.getTrustManagers()[0];
            context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new LenientTrustManager()}, null);
        } catch (GeneralSecurityException unusable) {
            throw new IOException("the certificates cannot be read: " + unusable.getMessage(), unusable);
        }
    }

    /** Does the handshake with that server name (SNI) and adds a finding about the certificate. */
    Socket handshake(Socket plain, String name, int port, List<Finding> findings) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, name, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(name)));
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        Certificate[] chain = socket.getSession().getPeerCertificates();
        findings.add(check(name, List.of(chain).toArray(new X509Certificate[0])));
        return socket;
    }

    private Finding check(String name, X509Certificate[] chain) {
        List<String> names = names(chain[0]);
        long days = Duration.between(clock.instant(), chain[0].getNotAfter().toInstant())
                .toDays();
        String what = "certificate " + String.join(" ", names) + ", " + days + " days";
        if (clock.instant().isAfter(chain[0].getNotAfter().toInstant())) {
            return Finding.failed(
                    "certificate " + String.join(" ", names) + " expired "
                            + chain[0].getNotAfter().toInstant(),
                    "renew the certificate of that line");
        }
        if (names.stream().noneMatch(given -> matches(given, name))) {
            return Finding.failed(what, "it is not for " + name);
        }
        try {
            trusted.checkServerTrusted(chain, "UNKNOWN");
        } catch (CertificateException untrusted) {
            return Finding.failed(
                    what + ", not trusted", "check that the chain is complete (" + untrusted.getMessage() + ")");
        }
        return days < WARNING_DAYS ? Finding.warning(what, "renew the certificate of that line") : Finding.ok(what);
    }

    private static List<String> names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            for (List<?> name : Optional.ofNullable(certificate.getSubjectAlternativeNames())
                    .orElse(List.of())) {
                if (name.get(0).equals(DNS_NAME)) {
                    names.add(name.get(1).toString().toLowerCase(Locale.ROOT));
                }
            }
        } catch (CertificateParsingException unreadable) {
            names.clear();
        }
        return names;
    }

    /** A wildcard matches one label, the first. */
    static boolean matches(String given, String name) {
        int dot = name.indexOf('.');
        return given.equals(name)
                || given.startsWith("*.") && dot > 0 && given.substring(1).equals(name.substring(dot));
    }

    private static KeyStore store(Path pem) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(pem)) {
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("authority-" + store.size(), certificate);
            }
        }
        return store;
    }

    /**
     * Accepts every certificate in the handshake; {@link #check} checks it afterwards. No secret is sent over such a
     * connection.
     */
    private final class LenientTrustManager extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("client certificates are not supported");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            throw new CertificateException("client certificates are not supported");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("client certificates are not supported");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            // Checked after the handshake.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
            // Checked after the handshake.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            // Checked after the handshake.
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return trusted.getAcceptedIssuers();
        }
    }
}
