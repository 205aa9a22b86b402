package io.erlangcluster.sidecar.identity;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** This pod's identity as it is now: there once both a certificate and an authority are. Event loop only. */
public final class OwnIdentity {

    private record Certified(PrivateKey key, List<X509Certificate> chain) {
        @Override
        public String toString() {
            return "Certified";
        }
    }

    private final List<Consumer<Identity>> listeners = new ArrayList<>();
    private Optional<Certified> certified = Optional.empty();
    private List<X509Certificate> authorities = List.of();
    private Optional<Identity> identity = Optional.empty();

    /** Tells {@code listener} of every later change. */
    public void listen(Consumer<Identity> listener) {
        listeners.add(listener);
    }

    /** What new connections are made with. */
    public Optional<Identity> now() {
        return identity;
    }

    /** The operator certified {@code key}. */
    public void certified(PrivateKey key, List<X509Certificate> chain) {
        certified = Optional.of(new Certified(key, chain));
        changed();
    }

    /** These count from now on. */
    public void trust(List<X509Certificate> now) {
        authorities = List.copyOf(now);
        changed();
    }

    private void changed() {
        if (!authorities.isEmpty()) {
            certified
                    .map(own -> new Identity(own.key(), own.chain(), authorities))
                    .ifPresent(now -> {
                        identity = Optional.of(now);
                        listeners.forEach(listener -> listener.accept(now));
                    });
        }
    }
}
