package io.erlangcluster.sidecar.tunnel;

import io.erlangcluster.sidecar.registry.CookieRing;
import io.erlangcluster.sidecar.registry.PodRegistry;
import io.netty.channel.EventLoop;

/**
 * What both directions of a pod's tunnel work with.
 *
 * @param loop on which all of it happens
 * @param registry who is there, and who may be linked
 * @param security how peers prove their pods
 * @param cookies of the pod's VMs
 * @param counters of both directions together
 */
public record TunnelParts(
        EventLoop loop,
        TunnelSettings settings,
        PodRegistry registry,
        TunnelSecurity security,
        CookieRing cookies,
        TunnelCounters counters) {}
