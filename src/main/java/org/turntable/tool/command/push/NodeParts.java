package org.turntable.tool.command.push;

import java.io.IOException;
import java.util.List;
import org.turntable.config.PushSettings;
import org.turntable.tool.command.common.CommandException;
import org.turntable.tool.push.HttpNode;
import org.turntable.tool.push.NodeAddress;
import org.turntable.tool.push.PushTarget;

/** Creates the nodes from nodes.list. */
final class NodeParts {
    private NodeParts() {}

    static List<PushTarget> of(PushSettings settings) {
        HttpNode.Credentials credentials = new HttpNode.Credentials(
                "turntable-push",
                settings.managerPassword().reveal(),
                settings.opsToken().reveal(),
                settings.origin());
        try {
            return NodeAddress.listIn(settings.nodesList()).stream()
                    .<PushTarget>map(address -> new HttpNode(address, credentials))
                    .toList();
        } catch (IOException unreadable) {
            throw new CommandException(
                    "nodes.list=" + settings.nodesList() + " cannot be read: " + unreadable.getMessage(), unreadable);
        } catch (IllegalArgumentException unfit) {
            throw new CommandException(unfit.getMessage(), unfit);
        }
    }

    static PushTarget named(PushSettings settings, String address) {
        return of(settings).stream()
                .filter(node -> node.address().toString().equals(address))
                .findFirst()
                .orElseThrow(() -> new CommandException("there is no node " + address + " in " + settings.nodesList()));
    }
}
