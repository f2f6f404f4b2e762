package org.turntable.cli.failover;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.turntable.app.FailoverSettings;
import org.turntable.cli.common.CommandFailure;
import org.turntable.failover.ControlSocket;
import org.turntable.failover.Limits;
import org.turntable.failover.Refusal;
import org.turntable.failover.StandingFolder;
import org.turntable.mariadb.MariaDbMember;

/** The pair that the settings name, and the way to its agent. */
final class FailoverParts {
    private FailoverParts() {
    }

    static List<MariaDbMember> members(FailoverSettings settings) {
        // A replica is to hear of its source several times within the silence after which that counts as dead.
        Duration heartbeat = settings.silence().dividedBy(4);
        return settings.servers().stream().map(server -> new MariaDbMember(new MariaDbMember.Access(
                server.address().toString(), server.admin().toString(),
                server.replication().toString(), settings.user(), settings.password().reveal(), settings.applications(), settings.replicationUser(),
                settings.replicationPassword().reveal(), settings.replicationTls(), heartbeat))).toList();
    }

    static Limits limits(FailoverSettings settings) {
        return new Limits(settings.probe(), settings.silence(), settings.pause(), settings.singleCopy());
    }

    /** What the running agent answers; a sentence where none runs here. */
    static Map<String, String> ask(FailoverSettings settings, String verb, Map<String, String> words) {
        try {
            return ControlSocket.ask(StandingFolder.socketIn(settings.folder()), verb, words);
        } catch (Refusal refused) {
            throw new CommandFailure(refused.getMessage());
        } catch (IOException none) {
            throw new CommandFailure("no fail-over agent answers in " + settings.folder()
                    + ": start turntable-ops failover-agent, or run this where it runs ("
                    + none.getMessage() + ")", none);
        }
    }
}
