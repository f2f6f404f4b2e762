package org.turntable.tool.command.failover;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.turntable.config.FailoverSettings;
import org.turntable.tool.command.common.CommandException;
import org.turntable.tool.command.common.CommonOptions;
import org.turntable.tool.command.common.ExitCode;
import org.turntable.tool.command.common.ToolVersion;
import org.turntable.tool.failover.ClusterStateStore;
import org.turntable.tool.failover.ControlSocket;
import org.turntable.tool.failover.FailoverAgent;
import org.turntable.tool.failover.FailoverMetrics;
import org.turntable.tool.failover.MemberException;
import org.turntable.tool.failover.policy.ClusterState;
import org.turntable.tool.failover.policy.MemberStatus;
import org.turntable.tool.mariadb.failover.MariaDbMember;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the fail-over agent until it is stopped. */
@Command(
        name = "failover-agent",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        description = {
            "Monitors the MariaDB pair, opens its writer, and promotes the replica when the writer is dead. Runs "
                    + "until it is stopped; "
                    + "run one, on a third host.",
            "Stopping it changes nothing on the databases."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            ExitCode.OK + ":it was stopped",
            ExitCode.FAILED
                    + ":it could not start, or stopped because another agent is active; one sentence on stderr "
                    + "says why",
            ExitCode.USAGE + ":the command line does not fit"
        })
public final class FailoverAgentCommand implements Runnable {
    private static final String NO_WRITER =
            "neither server is open, so the writer is not known: name it with --writer (for a pair "
                    + "that was used "
                    + "before, the one that wrote last; never guess)";

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Option(
            names = "--writer",
            paramLabel = "ADDRESS",
            description = "For the first start only, while both servers are closed: the server that becomes the "
                    + "writer, as in database.hosts.")
    private String writer;

    @Override
    public void run() {
        FailoverSettings settings = common.settings().readFailover();
        List<MariaDbMember> members = FailoverParts.members(settings);
        AgentLog.toStdout();
        try (ClusterStateStore folder = new ClusterStateStore(settings.folder())) {
            if (!folder.lock()) {
                throw new CommandException("another fail-over agent runs on this host in " + settings.folder());
            }
            PrometheusRegistry registry = new PrometheusRegistry();
            FailoverAgent agent = new FailoverAgent(
                    List.copyOf(members),
                    folder,
                    loadState(folder, members),
                    new ProcessHostCommands(settings.start(), settings.kill()),
                    FailoverParts.timeouts(settings),
                    new FailoverMetrics(registry),
                    Clock.systemUTC(),
                    System::nanoTime);
            Thread main = Thread.currentThread();
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                agent.close();
                                main.interrupt();
                            },
                            "agent-stop"));
            try (ControlSocket control = new ControlSocket(folder.socket(), agent);
                    AutoCloseable page = settings.metrics().isPresent()
                            ? new MetricsServer(settings.metrics().get(), registry)
                            : () -> {}) {
                spec.commandLine()
                        .getOut()
                        .println("The fail-over agent monitors "
                                + settings.servers().get(0).address() + " and "
                                + settings.servers().get(1).address() + "; its folder is " + settings.folder());
                spec.commandLine().getOut().flush();
                if (agent.run()) {
                    throw new CommandException(
                            "another fail-over agent is active, so this one has stopped. Make sure that the other "
                                    + "one has ended before you start this one");
                }
            }
        } catch (CommandException reported) {
            throw reported;
        } catch (Exception failed) {
            throw new CommandException("the agent cannot start: " + failed.getMessage(), failed);
        } finally {
            members.forEach(MariaDbMember::close);
        }
    }

    private ClusterState loadState(ClusterStateStore folder, List<MariaDbMember> members) throws IOException {
        Optional<ClusterState> kept = folder.load();
        if (kept.isPresent()) {
            if (members.stream()
                    .noneMatch(member -> member.address().equals(kept.get().writer()))) {
                throw new CommandException("the writer is " + kept.get().writer() + " by "
                        + folder.journalFile().getParent()
                        + ", which database.hosts does not name: an address may not change while the agent "
                        + "does not know");
            }
            return kept.get();
        }
        return adopt(members);
    }

    /** The state of an agent that has none stored: the open server is the writer, and nothing is known of the other. */
    private ClusterState adopt(List<MariaDbMember> members) {
        List<String> open = new ArrayList<>();
        long term = 0;
        for (MariaDbMember member : members) {
            try {
                MemberStatus status = member.readStatus();
                term = Math.max(term, status.mark().term());
                if (!status.readOnly()) {
                    open.add(member.address());
                }
            } catch (MemberException failure) {
                throw new CommandException("the first start needs both servers: " + failure.getMessage(), failure);
            }
        }
        if (open.size() > 1) {
            throw new CommandException(
                    "both servers accept writes: close the wrong one first (SET GLOBAL read_only = 1), and "
                            + "compare them");
        }
        String chosen = open.isEmpty() ? writer : open.get(0);
        if (chosen == null) {
            throw new CommandException(NO_WRITER);
        }
        if (writer != null && !writer.equals(chosen)
                || members.stream().noneMatch(member -> member.address().equals(chosen))) {
            throw new CommandException("--writer " + writer + " is not "
                    + (open.isEmpty() ? "in database.hosts" : "the server that is open, " + chosen));
        }
        Instant now = Clock.systemUTC().instant();
        return ClusterState.first(
                term + 1, chosen, now, open.isEmpty() ? "named at the first start" : "found open at the first start");
    }
}
