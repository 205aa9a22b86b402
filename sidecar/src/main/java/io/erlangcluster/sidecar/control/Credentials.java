package io.erlangcluster.sidecar.control;

import io.netty.channel.ChannelPipeline;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What the stream shows the operator and gets from it besides the registry. All of it on the event loop. */
public interface Credentials {

    /** {@code ws://}: nothing to show, nothing to get. */
    Credentials NONE = new Credentials() {};

    /** Called once, before the first connection: what takes its time may begin. */
    default void begin() {}

    /** Called before each connection: reads afresh what may have changed, and says what is in the way, if anything. */
    default Optional<String> obstacle() {
        return Optional.empty();
    }

    /** Called on the empty pipeline of a connection to the operator. */
    default void secure(ChannelPipeline pipeline) {}

    /** Proof of namespace, pod and uid, for a Hello. */
    default Optional<String> token() {
        return Optional.empty();
    }

    /** True if there is another proof by now than {@link #token} gave last. */
    default boolean renewed() {
        return false;
    }

    /** What a person can do when the operator refuses this pod. */
    default String refusalAdvice() {
        return "the message says why";
    }

    /** The operator took this pod in; requests (PKCS #10) may be sent with {@code ask} until {@link #ended}. */
    default void accepted(Consumer<byte[]> ask) {}

    /** An answer to a request: DER, the pod's own certificate first. */
    default void certified(List<byte[]> chain) {}

    /** What the operator wants tunnels to be like: {@code plain}, or mutual TLS. */
    default void policy(boolean plain) {}

    /** Whether peers get through to this pod by now: before that nobody needs to hear of its nodes. */
    default boolean reachable() {
        return true;
    }

    /** The stream is over. */
    default void ended() {}
}
