package io.erlangcluster.operator.identity;

/** What a token says about who sent it. */
public sealed interface PodProof {

    /** It was given to this pod, which exists. */
    record Proven(String namespace, String pod, String uid) implements PodProof {}

    /** It proves nothing; {@code why} is for the sender. */
    record Unproven(String why) implements PodProof {}

    /** The API server could not be asked; later it may say either. */
    record Undecided(String why) implements PodProof {}
}
