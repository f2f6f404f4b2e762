package org.turntable.promises.matrix;

import org.turntable.promises.matrix.Fault.Mend;
import org.turntable.testing.stack.TomcatNode;

/** Faults of a Tomcat. */
final class NodeFaults {
    private NodeFaults() {}

    static Mend killed(Target target) {
        TomcatNode node = any(target);
        node.kill9();
        return node::start;
    }

    static Mend frozen(Target target) {
        TomcatNode node = any(target);
        node.suspend();
        // Some shorter and some longer than a node's leases.
        target.pause(500, 12_000);
        return node::resume;
    }

    private static TomcatNode any(Target target) {
        return target.cluster()
                .node(target.random().nextInt(target.cluster().nodes().size()));
    }
}
