package org.turntable.tool.command.failover;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.time.Clock;
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
import org.turntable.tool.failover.HostCommands;
import org.turntable.tool.failover.policy.ClusterState;
import org.turntable.tool.failover.policy.FirstState;
import org.turntable.tool.mariadb.failover.MariaDbMember;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
                    + ":it could not start, or stopped because another agent is active or has taken over; one sentence on stderr "
                    + "says why",
            ExitCode.USAGE + ":the command line does not fit"
        })
public final class FailoverAgentCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Option(
            names = "--writer",
            paramLabel = "ADDRESS",
            description = "For the first start of a new pair, while both servers are closed: the server that becomes "
                    + "the writer, as in database.hosts.")
    private String writer;

    @Option(
            names = "--lose",
            paramLabel = "ADDRESS",
            description = "For a start without a folder while one server is lost for good: begins with the other one. "
                    + "Rows that the lost one alone had are lost. Needs --by and --reason.")
    private String lose;

    @Option(names = "--by", paramLabel = "NAME", description = "With --lose: who decides, for the journal.")
    private String by;

    @Option(names = "--reason", paramLabel = "TEXT", description = "With --lose: why, for the journal.")
    private String reason;

    @Override
    public void run() {
        if (lose != null && (by == null || by.isBlank() || reason == null || reason.isBlank())) {
            throw new ParameterException(spec.commandLine(), "--lose needs --by and --reason");
        }
        FailoverSettings settings = common.settings().readFailover();
        List<MariaDbMember> members = FailoverParts.members(settings);
        AgentLog.toStdout();
        try (ClusterStateStore folder = new ClusterStateStore(settings.folder())) {
            if (!folder.lock()) {
                throw new CommandException("another fail-over agent runs on this host in " + settings.folder());
            }
            boolean kept = folder.load().isPresent();
            PrometheusRegistry registry = new PrometheusRegistry();
            HostCommands hosts = new ProcessHostCommands(settings.start(), settings.kill());
            FailoverAgent agent = new FailoverAgent(
                    List.copyOf(members),
                    folder,
                    loadState(folder, members, settings, hosts),
                    !kept || folder.ranRecently(Clock.systemUTC().instant()),
                    hosts,
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
                Optional<String> end = agent.run();
                if (end.isPresent()) {
                    throw new CommandException(end.get());
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

    private ClusterState loadState(
            ClusterStateStore folder, List<MariaDbMember> members, FailoverSettings settings, HostCommands hosts)
            throws IOException {
        Optional<String> retired = folder.retired();
        if (retired.isPresent()) {
            throw new CommandException(settings.folder() + " is out of date and never used again: " + retired.get()
                    + ". If no other agent is left, move it away and start again: without a folder the last writer is"
                    + " found on the servers");
        }
        Optional<ClusterState> kept = folder.load();
        if (kept.isPresent()) {
            if (lose != null) {
                throw new CommandException("--lose is for an agent without a folder, and " + settings.folder()
                        + " has a state: " + kept.get());
            }
            if (members.stream()
                    .noneMatch(member -> member.address().equals(kept.get().writer()))) {
                throw new CommandException("the writer is " + kept.get().writer() + " by "
                        + folder.journalFile().getParent()
                        + ", which database.hosts does not name: an address may not change while the agent "
                        + "does not know");
            }
            return kept.get();
        }
        FirstState.Named named = new FirstState.Named(Optional.ofNullable(writer), Optional.ofNullable(lose));
        try {
            ClusterState first = FirstState.of(
                    new FirstLook(hosts, line -> {
                                spec.commandLine().getOut().println(line);
                                spec.commandLine().getOut().flush();
                            })
                            .at(members, lose),
                    named,
                    settings.singleCopy(),
                    Clock.systemUTC().instant());
            if (lose != null) {
                folder.appendJournal(Clock.systemUTC().instant(), "--lose " + lose + ": " + reason + " (" + by + ")");
            }
            return first;
        } catch (IllegalStateException uncertain) {
            throw new CommandException(uncertain.getMessage());
        }
    }
}
