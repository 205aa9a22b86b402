package io.erlangcluster.e2e.system;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A CA that has lived most of its life, as the Secret's data: its successor is due. */
final class AgedAuthority {

    private static final String PASSWORD = "changeit";

    private AgedAuthority() {}

    static Map<String, String> secretData() throws Exception {
        Path folder = Files.createTempDirectory("aged-authority-");
        Path file = folder.resolve("ca.p12");
        try {
            make(file);
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                store.load(in, PASSWORD.toCharArray());
            }
            return Map.of(
                    "tls.crt", pem("CERTIFICATE", store.getCertificate("ca").getEncoded()),
                    "tls.key",
                            pem(
                                    "PRIVATE KEY",
                                    store.getKey("ca", PASSWORD.toCharArray()).getEncoded()));
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }

    private static void make(Path file) throws IOException, InterruptedException {
        String keytool = System.getProperty("java.home") + "/bin/keytool -genkeypair -alias ca -dname CN=aged"
                + " -keyalg EC -groupname secp256r1 -sigalg SHA256withECDSA -startdate -300d -validity 365"
                + " -ext bc:c=ca:true -ext ku:c=keyCertSign,cRLSign -storetype PKCS12 -storepass " + PASSWORD;
        ProcessBuilder process = new ProcessBuilder(List.of((keytool + " -keystore " + file).split(" ")));
        if (process.inheritIO().start().waitFor() != 0) {
            throw new IllegalStateException("keytool failed");
        }
    }

    /** Base64 of PEM, as in a Secret. */
    private static String pem(String type, byte[] der) {
        String text = "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + type + "-----\n";
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }
}
