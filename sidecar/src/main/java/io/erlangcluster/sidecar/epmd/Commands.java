package io.erlangcluster.sidecar.epmd;

import java.util.Optional;

/** KILL and STOP: what they may end, and how (epmd_srv.c, do_request). Used on the event loop. */
final class Commands {

    private final EpmdSettings.Commands allowed;
    private final Registrations registrations;
    private final Runnable kill;
    private final Holders holders;

    Commands(EpmdSettings.Commands allowed, Registrations registrations, Holders holders, Runnable kill) {
        this.allowed = allowed;
        this.registrations = registrations;
        this.holders = holders;
        this.kill = kill;
    }

    boolean mayKill() {
        return switch (allowed) {
            case NONE -> false;
            case GUARDED -> registrations.isEmpty();
            case RELAXED -> true;
        };
    }

    boolean mayStop() {
        return allowed == EpmdSettings.Commands.RELAXED;
    }

    /** Ends the server. */
    void kill() {
        kill.run();
    }

    /** Ends the registration of {@code name}; false if there is none. */
    boolean stop(String name) {
        Optional<Registration> registration = registrations.find(name);
        registration.ifPresent(registrations::unregister);
        holders.dismiss(name);
        return registration.isPresent();
    }
}
