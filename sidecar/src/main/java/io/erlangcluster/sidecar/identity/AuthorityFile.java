package io.erlangcluster.sidecar.identity;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** The CA bundle (PEM) that says whom to trust; the last good one stays in use. Event loop only. */
public final class AuthorityFile {

    private static final Logger LOG = Logger.getLogger(AuthorityFile.class);

    private final MountedFile file;
    private final List<Consumer<List<X509Certificate>>> listeners = new ArrayList<>();
    private byte[] content = {};
    private List<X509Certificate> authorities = List.of();

    public AuthorityFile(Path path) {
        file = new MountedFile(path, "the operator keeps it in the ConfigMap erlang-cluster-ca of the pod's namespace");
    }

    /** Tells {@code listener} of every later change. */
    public void listen(Consumer<List<X509Certificate>> listener) {
        listeners.add(listener);
    }

    /** As of the last look; empty if there was never a good one. */
    public List<X509Certificate> authorities() {
        return authorities;
    }

    /** Reads the file, which is small and in memory or on this machine's disk, and compares. */
    public void look() {
        try {
            byte[] now = file.read();
            if (!Arrays.equals(now, content)) {
                take(parse(now));
                content = now;
            }
            file.good();
        } catch (IOException | CertificateException e) {
            file.bad(e);
        }
    }

    private void take(List<X509Certificate> now) {
        if (!now.equals(authorities)) {
            authorities = now;
            LOG.infof("event=authorities-read file=%s authorities=%d", file, now.size());
            listeners.forEach(listener -> listener.accept(now));
        }
    }

    private static List<X509Certificate> parse(byte[] pem) throws CertificateException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Certificate certificate :
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem))) {
            certificates.add((X509Certificate) certificate);
        }
        if (certificates.isEmpty()) {
            throw new CertificateException("no certificate in it");
        }
        return List.copyOf(certificates);
    }
}
