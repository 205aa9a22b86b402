package io.erlangcluster.operator.node;

import io.erlangcluster.api.ErlangNode;

/** One write that brings the API nearer to what was decided. */
public sealed interface NodeChange {

    /** The ErlangNode does not exist yet. */
    record Create(ErlangNode desired) implements NodeChange {}

    /** Labels, owner or spec differ, and so may the status. */
    record Replace(ErlangNode current, ErlangNode desired) implements NodeChange {}

    /** Only the status differs. */
    record ReplaceStatus(ErlangNode current, ErlangNode desired) implements NodeChange {}

    /** No pod has the name any more, or none came for it. */
    record Delete(ErlangNode current) implements NodeChange {}
}
