package io.erlangcluster.sidecar.epmd;

import io.netty.channel.Channel;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** KILL and STOP: what they may end, and how (epmd_srv.c, do_request). Used on the event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a close
final class Commands {

    private final EpmdSettings.Commands allowed;
    private final Registrations registrations;
    private final Runnable kill;
    private final Map<String, Channel> holders = new HashMap<>();

    Commands(EpmdSettings.Commands allowed, Registrations registrations, Runnable kill) {
        this.allowed = allowed;
        this.registrations = registrations;
        this.kill = kill;
    }

    /** {@code channel} is the registration's connection from now on. */
    void hold(Registration registration, Channel channel) {
        holders.put(registration.name(), channel);
    }

    void release(Registration registration, Channel channel) {
        holders.remove(registration.name(), channel);
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
        Optional.ofNullable(holders.remove(name)).ifPresent(Channel::close);
        return registration.isPresent();
    }
}
