package org.turntable.testing.stack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A key and a certificate for 127.0.0.1 and localhost, made by keytool of the JDK; browsers do not trust it. */
public final class SelfSigned {
    private static final String PASSWORD = "for-this-run";
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private final Path store;
    private final KeyStore keys;

    /** @param folder the folder of the key store; an existing pair is used again */
    public SelfSigned(Path folder) {
        store = folder.resolve("self-signed.p12");
        try {
            if (!Files.exists(store)) {
                Processes.run(
                        Duration.ofSeconds(30),
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "edge",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=Turntable on this machine",
                        "-ext",
                        "san=ip:127.0.0.1,dns:localhost",
                        "-validity",
                        "30",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD);
                Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rw-------"));
            }
            keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                keys.load(in, PASSWORD.toCharArray());
            }
        } catch (IOException | GeneralSecurityException broken) {
            throw new IllegalStateException("no certificate could be made in " + folder, broken);
        }
    }

    /** Writes both as PEM, which is what nginx reads. */
    public void write(Path certificate, Path key) throws IOException {
        try {
            Files.writeString(
                    certificate, pem("CERTIFICATE", keys.getCertificate("edge").getEncoded()));
            Files.writeString(
                    key,
                    pem(
                            "PRIVATE KEY",
                            keys.getKey("edge", PASSWORD.toCharArray()).getEncoded()));
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("the pair in " + store + " cannot be read", broken);
        }
    }

    /** For clients that trust this certificate and no other. */
    public SSLContext trusted() {
        try {
            Certificate own = keys.getCertificate("edge");
            KeyStore authorities = KeyStore.getInstance("PKCS12");
            authorities.load(null, null);
            authorities.setCertificateEntry("edge", own);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(authorities);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException broken) {
            throw new IllegalStateException("the certificate in " + store + " cannot be trusted", broken);
        }
    }

    private static String pem(String what, byte[] content) {
        return "-----BEGIN " + what + "-----\n" + LINES.encodeToString(content) + "\n-----END " + what + "-----\n";
    }
}
