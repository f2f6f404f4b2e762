package org.turntable.redis;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * How a Redis is verified over TLS: by a certificate for the host name or address of the connection, issued by a
 * trusted authority.
 */
public final class RedisTls {
    private final SSLSocketFactory sockets;

    private RedisTls(SSLSocketFactory sockets) {
        this.sockets = sockets;
    }

    /**
     * Trusts the authorities of a PEM file, or without a file those of the Java platform.
     *
     * @throws IOException if the file cannot be read or holds no certificate
     */
    public static RedisTls trusting(Optional<Path> authorities) throws IOException {
        try {
            if (authorities.isEmpty()) {
                return new RedisTls(SSLContext.getDefault().getSocketFactory());
            }
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            for (Certificate authority : read(authorities.get())) {
                trusted.setCertificateEntry(Integer.toString(trusted.size()), authority);
            }
            if (trusted.size() == 0) {
                throw new IOException(authorities.get() + " holds no certificate");
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return new RedisTls(context.getSocketFactory());
        } catch (GeneralSecurityException unfit) {
            throw new IOException(
                    authorities.map(Path::toString).orElse("the platform's trust store") + " is not usable: "
                            + unfit.getMessage(),
                    unfit);
        }
    }

    private static Collection<? extends Certificate> read(Path pem) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(pem)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in);
        }
    }

    SSLSocketFactory sockets() {
        return sockets;
    }

    /** Jedis does not compare the certificate's name with the host by itself. */
    SSLParameters parameters() {
        SSLParameters parameters = new SSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        return parameters;
    }
}
