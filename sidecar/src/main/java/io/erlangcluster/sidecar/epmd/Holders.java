package io.erlangcluster.sidecar.epmd;

import io.netty.channel.Channel;
import java.util.HashMap;
import java.util.Map;

/** Which connection holds which name. Used on the event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a close
final class Holders {

    /** Told to a connection that holds its name no more, before it is closed. */
    enum Event {
        NAME_LOST
    }

    private final Map<String, Channel> byName = new HashMap<>();

    /** {@code channel} holds {@code name} from now on, and nobody else does. */
    void hold(String name, Channel channel) {
        Channel before = byName.put(name, channel);
        if (before != null && !before.equals(channel)) {
            dismiss(before);
        }
    }

    void release(String name, Channel channel) {
        byName.remove(name, channel);
    }

    /** Closes the connection that holds {@code name}, if there is one. */
    void dismiss(String name) {
        Channel holder = byName.remove(name);
        if (holder != null) {
            dismiss(holder);
        }
    }

    private static void dismiss(Channel holder) {
        holder.pipeline().fireUserEventTriggered(Event.NAME_LOST);
        holder.close();
    }
}
