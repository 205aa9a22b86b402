package io.erlangcluster.sidecar.control;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Looks the operator's host up as the JDK does, on a thread that lives as long as the question: a name server that does
 * not answer must not stop the event loop.
 */
final class BackgroundResolver extends AddressResolverGroup<InetSocketAddress> {

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor loop) {
        return new InetNameResolver(loop) {
            @Override
            protected void doResolve(String host, Promise<InetAddress> promise) {
                ask(() -> {
                    try {
                        promise.setSuccess(InetAddress.getByName(host));
                    } catch (UnknownHostException e) {
                        promise.setFailure(e);
                    }
                });
            }

            @Override
            protected void doResolveAll(String host, Promise<List<InetAddress>> promise) {
                ask(() -> {
                    try {
                        promise.setSuccess(List.of(InetAddress.getAllByName(host)));
                    } catch (UnknownHostException e) {
                        promise.setFailure(e);
                    }
                });
            }
        }.asAddressResolver();
    }

    private static void ask(Runnable question) {
        Thread.ofPlatform().daemon().name("resolve-operator").start(question);
    }
}
