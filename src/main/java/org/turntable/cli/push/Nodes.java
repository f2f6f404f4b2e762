package org.turntable.cli.push;

import java.io.IOException;
import java.util.List;
import org.turntable.app.Settings;
import org.turntable.cli.common.CommandFailure;
import org.turntable.push.HttpNode;
import org.turntable.push.Node;
import org.turntable.push.NodeAddress;

/** The nodes that the settings name. */
final class Nodes {
    private Nodes() {
    }

    static List<Node> of(Settings.Push settings) {
        HttpNode.Credentials credentials = new HttpNode.Credentials("turntable-push", settings.managerPassword().reveal(),
                settings.opsToken().reveal(), settings.origin());
        try {
            return NodeAddress.listIn(settings.nodesList()).stream().<Node>map(address -> new HttpNode(address, credentials)).toList();
        } catch (IOException unreadable) {
            throw new CommandFailure("nodes.list=" + settings.nodesList() + " cannot be read: " + unreadable.getMessage(), unreadable);
        } catch (IllegalArgumentException unfit) {
            throw new CommandFailure(unfit.getMessage(), unfit);
        }
    }

    static Node named(Settings.Push settings, String address) {
        return of(settings).stream().filter(node -> node.address().toString().equals(address)).findFirst()
                .orElseThrow(() -> new CommandFailure("there is no node " + address + " in " + settings.nodesList()));
    }
}
