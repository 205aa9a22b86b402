package io.erlangcluster.e2e.pod;

import java.util.List;

/** A run that is killed before it can tidy up: see {@link ReaperTest}. */
final class Orphan {

    private Orphan() {}

    public static void main(String[] arguments) throws Exception {
        Reaper reaper = new Reaper();
        NetworkNamespace namespace = new PodNetwork(reaper.run()).create("orphan");
        namespace.writeHosts(List.of("127.0.0.1 localhost"));
        Process inside = new ProcessBuilder(namespace.inside(List.of("sleep", "600"))).start();
        Process outside = new ProcessBuilder("sleep", "600").start();
        reaper.adopt(outside);
        System.out.println(reaper.run() + " " + inside.pid() + " " + outside.pid());
        Thread.sleep(600_000);
    }
}
