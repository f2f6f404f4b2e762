package org.turntable.entry;

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

/** TLS as a browser speaks it, but for a certificate that does not fit: that is told and not the end, so that everything wrong is told at once. */
public final class LineTls {
    private static final int DNS_NAME = 2;
    private static final long FEW_DAYS = 14;

    private final X509TrustManager trusted;
    private final SSLContext context;
    private final Clock clock;

    /**
     * @param authorities PEM file of the authorities to trust; empty for the Java platform's
     * @throws IOException when these cannot be used
     */
    public LineTls(Optional<Path> authorities, Clock clock) throws IOException {
        this.clock = clock;
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(authorities.isPresent() ? store(authorities.get()) : null);
            trusted = (X509TrustManager) factory.getTrustManagers()[0];
            context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Looker()}, null);
        } catch (GeneralSecurityException unusable) {
            throw new IOException("no certificates can be read: " + unusable.getMessage(), unusable);
        }
    }

    /** Shakes hands under that name and adds what is to be said of the certificate. */
    Socket over(Socket plain, String name, int port, List<Finding> findings) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, name, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(name)));
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        Certificate[] chain = socket.getSession().getPeerCertificates();
        findings.add(judge(name, List.of(chain).toArray(new X509Certificate[0])));
        return socket;
    }

    private Finding judge(String name, X509Certificate[] chain) {
        List<String> names = names(chain[0]);
        long days = Duration.between(clock.instant(), chain[0].getNotAfter().toInstant()).toDays();
        String told = "certificate " + String.join(" ", names) + ", " + days + " days";
        if (clock.instant().isAfter(chain[0].getNotAfter().toInstant())) {
            return Finding.failed("certificate " + String.join(" ", names) + " expired " + chain[0].getNotAfter().toInstant(), "renew it on that line");
        }
        if (names.stream().noneMatch(given -> fits(given, name))) {
            return Finding.failed(told, "it is not for " + name);
        }
        try {
            trusted.checkServerTrusted(chain, "UNKNOWN");
        } catch (CertificateException untrusted) {
            return Finding.failed(told + ", not trusted", "is the chain whole? (" + untrusted.getMessage() + ")");
        }
        return days < FEW_DAYS ? Finding.warning(told, "renew it on that line") : Finding.ok(told);
    }

    private static List<String> names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            for (List<?> name : Optional.ofNullable(certificate.getSubjectAlternativeNames()).orElse(List.of())) {
                if (name.get(0).equals(DNS_NAME)) {
                    names.add(name.get(1).toString().toLowerCase(Locale.ROOT));
                }
            }
        } catch (CertificateParsingException unreadable) {
            names.clear();
        }
        return names;
    }

    /** A star stands for one label, the first. */
    static boolean fits(String given, String name) {
        int dot = name.indexOf('.');
        return given.equals(name) || given.startsWith("*.") && dot > 0 && given.substring(1).equals(name.substring(dot));
    }

    private static KeyStore store(Path pem) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(pem)) {
            for (Certificate certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("authority-" + store.size(), certificate);
            }
        }
        return store;
    }

    /** Lets every certificate pass the handshake; {@link #judge} says what it is worth. Nothing secret is sent over such a connection. */
    private final class Looker extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("this is no server");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
            throw new CertificateException("this is no server");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
            throw new CertificateException("this is no server");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            // Judged after the handshake.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
            // Judged after the handshake.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            // Judged after the handshake.
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return trusted.getAcceptedIssuers();
        }
    }
}
