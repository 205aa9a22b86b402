package io.erlangcluster.e2e.system;

import io.erlangcluster.e2e.platform.Platform;
import io.erlangcluster.e2e.sidecar.Authority;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Lets the operator's CA age: its key and name stay, and with them all that it signed; but its successor is due. */
final class AgedAuthority {

    private AgedAuthority() {}

    static void replace(Platform platform) throws Exception {
        String certificate = Authority.stolen(platform.client()).aged();
        Secret secret = Authority.secret(platform.client());
        secret.getData()
                .put("tls.crt", Base64.getEncoder().encodeToString(certificate.getBytes(StandardCharsets.US_ASCII)));
        platform.client().resource(secret).update();
    }

    /** The name of the authority that signs now. */
    static String signer(Platform platform) throws Exception {
        return Authority.stolen(platform.client())
                .certificate()
                .getSubjectX500Principal()
                .getName();
    }
}
