package io.erlangcluster.sidecar.connector;

import io.erlangcluster.sidecar.registry.ClusterView;
import io.erlangcluster.sidecar.registry.LocalNode;
import io.erlangcluster.sidecar.registry.NodeName;
import io.erlangcluster.sidecar.registry.PodRegistry;
import io.netty.channel.EventLoop;
import java.util.HashMap;
import java.util.Map;

/**
 * Has every VM of this pod connect to every offered node of its cluster that it lacks, for ever, and never disconnects
 * anybody. Works from the registry's changes, on the event loop.
 */
public final class Connector implements PodRegistry.Listener {

    private final EventLoop loop;
    private final PodRegistry registry;
    private final ConnectorSettings settings;
    private final Obstacles obstacles;
    private final LinkListener listener;
    private final Map<NodeName, Mesh> meshes = new HashMap<>();

    /** Listens to {@code registry} once it is made known to it with {@link PodRegistry#listen}. */
    public Connector(
            EventLoop loop,
            PodRegistry registry,
            ConnectorSettings settings,
            Obstacles obstacles,
            LinkListener listener) {
        this.loop = loop;
        this.registry = registry;
        this.settings = settings;
        this.obstacles = obstacles;
        this.listener = listener;
    }

    @Override
    public void localUp(LocalNode node) {
        Mesh mesh = new Mesh(node, registry.cluster(), loop, settings, obstacles, listener);
        meshes.put(node.name(), mesh);
        mesh.start();
    }

    @Override
    public void localDown(LocalNode node) {
        Mesh mesh = meshes.remove(node.name());
        if (mesh != null) {
            mesh.stop();
        }
    }

    @Override
    public void clusterChanged(ClusterView before, ClusterView now) {
        meshes.values().forEach(mesh -> mesh.clusterChanged(now));
    }

    /** Ends every hidden connection and timer; the VMs' links stay as they are. */
    public void close() {
        meshes.values().forEach(Mesh::stop);
        meshes.clear();
    }
}
