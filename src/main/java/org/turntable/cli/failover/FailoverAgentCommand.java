package org.turntable.cli.failover;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.turntable.app.FailoverSettings;
import org.turntable.cli.common.CommandFailure;
import org.turntable.cli.common.CommonOptions;
import org.turntable.cli.common.ExitCode;
import org.turntable.cli.common.ToolVersion;
import org.turntable.failover.Agent;
import org.turntable.failover.ControlSocket;
import org.turntable.failover.FailoverMetrics;
import org.turntable.failover.MemberFailure;
import org.turntable.failover.Standing;
import org.turntable.failover.StandingFolder;
import org.turntable.failover.View;
import org.turntable.mariadb.MariaDbMember;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the fail-over agent until it is stopped. */
@Command(name = "failover-agent", mixinStandardHelpOptions = true, versionProvider = ToolVersion.class,
        description = {"Watches the MariaDB pair, opens its writer, and promotes the replica when the writer is dead. Runs until it is stopped; "
            + "one on a third host.", "Stopping it changes nothing on the databases."},
        exitCodeListHeading = "%nExit codes:%n", exitCodeList = {ExitCode.OK + ":it was stopped",
            ExitCode.FAILED + ":it could not begin, or stood down because another agent is active; one sentence on stderr says why",
            ExitCode.USAGE + ":the command line does not fit"})
public final class FailoverAgentCommand implements Runnable {
    private static final String NO_WRITER = "neither server is open, so it is not known who the writer is: name it with --writer (for a pair "
            + "that was used "
            + "before, the one that wrote last; never guess)";

    @Spec
    private CommandSpec spec;
    @Mixin
    private CommonOptions common;
    @Option(names = "--writer", paramLabel = "ADDRESS",
            description = "For the very first start, while both servers are closed: which one is to write, as in database.hosts.")
    private String writer;

    @Override
    public void run() {
        FailoverSettings settings = common.settings().readFailover();
        List<MariaDbMember> members = FailoverParts.members(settings);
        AgentLog.toStdout();
        try (StandingFolder folder = new StandingFolder(settings.folder())) {
            if (!folder.lock()) {
                throw new CommandFailure("another fail-over agent runs on this host in " + settings.folder());
            }
            PrometheusRegistry registry = new PrometheusRegistry();
            Agent agent = new Agent(List.copyOf(members), folder, standing(folder, members), new ShellFreeCommands(settings.start(), settings.kill()),
                    FailoverParts.limits(settings), new FailoverMetrics(registry), Clock.systemUTC(), System::nanoTime);
            Thread main = Thread.currentThread();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                agent.close();
                main.interrupt();
            }, "agent-stop"));
            try (ControlSocket control = new ControlSocket(folder.socket(), agent);
                 AutoCloseable page = settings.metrics().isPresent() ? new MetricsPage(settings.metrics().get(), registry) : () -> { }) {
                spec.commandLine().getOut().println("The fail-over agent watches " + settings.servers().get(0).address() + " and "
                        + settings.servers().get(1).address() + "; its folder is " + settings.folder());
                spec.commandLine().getOut().flush();
                if (agent.run()) {
                    throw new CommandFailure("another fail-over agent is active: this one stood down. End the other one for certain before you "
                            + "start a spare");
                }
            }
        } catch (CommandFailure told) {
            throw told;
        } catch (Exception failed) {
            throw new CommandFailure("the agent cannot begin: " + failed.getMessage(), failed);
        } finally {
            members.forEach(MariaDbMember::close);
        }
    }

    private Standing standing(StandingFolder folder, List<MariaDbMember> members) throws IOException {
        Optional<Standing> kept = folder.load();
        if (kept.isPresent()) {
            if (members.stream().noneMatch(member -> member.address().equals(kept.get().writer()))) {
                throw new CommandFailure("the writer is " + kept.get().writer() + " by " + folder.journal().getParent()
                        + ", which database.hosts does not name: an address may not change while the agent does not know");
            }
            return kept.get();
        }
        return adopt(members);
    }

    /** The standing of an agent without a folder: whoever is open is the writer, and nothing is known of the other. */
    private Standing adopt(List<MariaDbMember> members) {
        List<String> open = new ArrayList<>();
        long term = 0;
        for (MariaDbMember member : members) {
            try {
                View view = member.look();
                term = Math.max(term, view.mark().term());
                if (!view.readOnly()) {
                    open.add(member.address());
                }
            } catch (MemberFailure away) {
                throw new CommandFailure("the first start needs both servers: " + away.getMessage(), away);
            }
        }
        if (open.size() > 1) {
            throw new CommandFailure("both servers take writes: close the wrong one first (SET GLOBAL read_only = 1), and compare them");
        }
        String chosen = open.isEmpty() ? writer : open.get(0);
        if (chosen == null) {
            throw new CommandFailure(NO_WRITER);
        }
        if (writer != null && !writer.equals(chosen) || members.stream().noneMatch(member -> member.address().equals(chosen))) {
            throw new CommandFailure("--writer " + writer + " is not " + (open.isEmpty() ? "in database.hosts" : "the server that is open, "
                    + chosen));
        }
        Instant now = Clock.systemUTC().instant();
        return Standing.first(term + 1, chosen, now, open.isEmpty() ? "named at the first start" : "found open at the first start");
    }
}
