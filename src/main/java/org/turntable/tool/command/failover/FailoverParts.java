package org.turntable.tool.command.failover;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.turntable.config.FailoverSettings;
import org.turntable.tool.command.common.CommandException;
import org.turntable.tool.failover.ClusterStateStore;
import org.turntable.tool.failover.ControlSocket;
import org.turntable.tool.failover.RequestRefusedException;
import org.turntable.tool.failover.policy.FailoverTimeouts;
import org.turntable.tool.mariadb.failover.MariaDbMember;

/** The pair that the settings name, and the way to its agent. */
final class FailoverParts {
    private FailoverParts() {}

    static List<MariaDbMember> members(FailoverSettings settings) {
        // Several heartbeats must fit into the silence after which a source counts as dead.
        Duration heartbeat = settings.silence().dividedBy(4);
        return settings.servers().stream()
                .map(server -> new MariaDbMember(new MariaDbMember.Access(
                        server.address().toString(),
                        server.admin().toString(),
                        server.replication().toString(),
                        settings.user(),
                        settings.password().reveal(),
                        settings.applications(),
                        settings.replicationUser(),
                        settings.replicationPassword().reveal(),
                        settings.replicationTls(),
                        heartbeat)))
                .toList();
    }

    static FailoverTimeouts timeouts(FailoverSettings settings) {
        return new FailoverTimeouts(settings.probe(), settings.silence(), settings.pause(), settings.singleCopy());
    }

    /** The answer of the running agent. @throws CommandException with its reason, or when no agent runs here */
    static Map<String, String> ask(FailoverSettings settings, String command, Map<String, String> arguments) {
        try {
            return ControlSocket.ask(ClusterStateStore.socketIn(settings.folder()), command, arguments);
        } catch (RequestRefusedException refused) {
            throw new CommandException(refused.getMessage());
        } catch (IOException none) {
            throw new CommandException(
                    "no fail-over agent answers in " + settings.folder()
                            + ": start turntable-ops failover-agent, or run this where it runs ("
                            + none.getMessage() + ")",
                    none);
        }
    }
}
