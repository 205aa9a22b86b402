package io.erlangcluster.e2e.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class ServerSideApplyTest {

    private final ServerSideApply ours = new ServerSideApply("ours", false);
    private final ServerSideApply theirs = new ServerSideApply("theirs", false);

    @Test
    void takesOutWhatItsManagerNoLongerApplies() {
        ObjectNode first = ours.to(empty(), object("data: {a: '1', b: '2'}"));
        ObjectNode second = ours.to(first, object("data: {a: '1'}"));
        assertThat(second.get("data")).isEqualTo(object("a: '1'"));
    }

    @Test
    void leavesWhatOthersApplied() {
        ObjectNode both = theirs.to(ours.to(empty(), object("data: {a: '1'}")), object("data: {b: '2'}"));
        ObjectNode less = ours.to(both, object("data: {}"));
        assertThat(less.get("data")).isEqualTo(object("b: '2'"));
    }

    @Test
    void sharesFinalizersAndReplacesOtherLists() {
        ObjectNode first = ours.to(empty(), object("metadata: {finalizers: [x/ours]}\nspec: {list: [1, 2]}"));
        ObjectNode second = theirs.to(first, object("metadata: {finalizers: [x/theirs]}\nspec: {list: [3]}"));
        assertThat(second.at("/metadata/finalizers")).hasSize(2);
        assertThat(second.at("/spec/list")).hasSize(1);
        ObjectNode third = ours.to(second, object("spec: {}"));
        assertThat(third.at("/metadata/finalizers")).hasSize(1);
        assertThat(third.at("/metadata/finalizers/0").asText()).isEqualTo("x/theirs");
    }

    @Test
    void theStatusSubresourceTakesNothingButStatus() {
        ObjectNode applied = object("spec: {a: 1}\nstatus: {b: 2}");
        ObjectNode status = new ServerSideApply("ours", true).to(empty(), applied);
        assertThat(status.has("spec")).isFalse();
        assertThat(status.at("/status/b").asInt()).isEqualTo(2);
        assertThat(ours.to(empty(), applied).has("status")).isFalse();
    }

    @Test
    void applyingTwiceChangesNothing() {
        ObjectNode applied = object("metadata: {ownerReferences: [{uid: u1, name: n}]}\ndata: {a: '1'}");
        ObjectNode once = ours.to(empty(), applied);
        assertThat(Revision.same(once, ours.to(once, applied))).isTrue();
    }

    private static ObjectNode empty() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static ObjectNode object(String yaml) {
        return Revision.parse(yaml);
    }
}
