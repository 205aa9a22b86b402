package io.erlangcluster.operator;

import io.fabric8.kubernetes.client.informers.ResourceEventHandler;

/**
 * For those who look at everything again whatever happened to a resource.
 *
 * @param then looks again
 */
public record AnyChange<T>(Runnable then) implements ResourceEventHandler<T> {

    @Override
    public void onAdd(T added) {
        then.run();
    }

    @Override
    public void onUpdate(T before, T after) {
        then.run();
    }

    @Override
    public void onDelete(T deleted, boolean finalStateUnknown) {
        then.run();
    }
}
