package io.erlangcluster.bench.pod;

import io.erlangcluster.e2e.pod.RunningPod;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * VMs that joined one mesh, started at the same time.
 *
 * @param millis from the last of them that registered to the last that was connected to all others
 */
record Formation(List<Vm> vms, double millis) implements AutoCloseable {

    /** How a VM is started. */
    @FunctionalInterface
    interface Start {
        Vm start(RunningPod pod) throws Exception;
    }

    /** How it joins: the answer of bench_node's join or poll. */
    @FunctionalInterface
    interface Join {
        List<Double> join(RunningPod pod, Vm vm) throws Exception;
    }

    /** All VMs run before the first of them joins: none of their start is in the time. */
    static Formation of(List<RunningPod> pods, Start start, Join join) throws Exception {
        List<Vm> vms = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (RunningPod pod : pods) {
                vms.add(start.start(pod));
            }
            for (Vm vm : vms) {
                vm.call("ready");
            }
            List<Future<List<Double>>> joining = new ArrayList<>();
            for (int i = 0; i < vms.size(); i++) {
                RunningPod pod = pods.get(i);
                Vm vm = vms.get(i);
                joining.add(threads.submit(() -> join.join(pod, vm)));
            }
            double registered = 0;
            double complete = 0;
            for (Future<List<Double>> one : joining) {
                registered = Math.max(registered, one.get().getFirst());
                complete = Math.max(complete, one.get().getLast());
            }
            return new Formation(List.copyOf(vms), (complete - registered) / 1000);
        } catch (Exception failed) {
            vms.forEach(Vm::close);
            throw failed;
        }
    }

    /** The mesh of the pods that have sidecars. */
    static Formation joined(Pods pods) throws Exception {
        List<RunningPod> all = pods.joined();
        return of(all, pods::vm, (pod, vm) -> vm.call("join", Pods.name(pod), Integer.toString(all.size() - 1)));
    }

    @Override
    public void close() {
        vms.forEach(Vm::close);
    }
}
