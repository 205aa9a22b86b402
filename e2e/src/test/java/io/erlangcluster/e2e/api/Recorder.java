package io.erlangcluster.e2e.api;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.List;

/** Notes every event with the value that came with it. */
record Recorder(List<String> seen) implements ResourceEventHandler<ConfigMap> {

    @Override
    public void onAdd(ConfigMap map) {
        seen.add("added " + map.getData().get("a"));
    }

    @Override
    public void onUpdate(ConfigMap before, ConfigMap map) {
        seen.add("updated " + map.getData().get("a"));
    }

    @Override
    public void onDelete(ConfigMap map, boolean unknown) {
        seen.add("deleted " + map.getData().get("a"));
    }
}
