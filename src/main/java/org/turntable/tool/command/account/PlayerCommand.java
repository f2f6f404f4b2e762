package org.turntable.tool.command.account;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.turntable.mariadb.player.MariaDbRevocations;
import org.turntable.mariadb.signal.MariaDbPlayerSignals;
import org.turntable.player.PlayerId;
import org.turntable.signal.PlayerSignalStore;
import org.turntable.signal.SignalReason;
import org.turntable.tool.command.common.CommandException;
import org.turntable.tool.command.common.CommonOptions;
import org.turntable.tool.command.common.ExitCode;
import org.turntable.tool.command.common.Json;
import org.turntable.tool.command.common.ToolDatabase;
import org.turntable.tool.command.common.ToolVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Operations on players. */
@Command(
        name = "player",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        description = "Operations on players.")
public final class PlayerCommand implements Runnable {
    private static final int MAX_NAME_LENGTH = 60;
    private static final int MAX_REASON_LENGTH = 200;
    private static final int MAX_TOP = 10_000;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: sign-out or signals");
    }

    @Command(
            name = "sign-out",
            mixinStandardHelpOptions = true,
            description = {
                "Signs a player out on all devices: within two seconds every node refuses identity cookies that "
                        + "were issued before; the clocks of MariaDB and of Redis may differ by 30 seconds.",
                "Chances and prizes stay, and the player can sign in again."
            })
    int signOut(
            @Mixin CommonOptions common,
            @Parameters(
                            paramLabel = "PLAYER-ID",
                            description = "Player id of 22 characters, as in Redis keys: tt:{id}:player:…")
                    String id,
            @Option(names = "--by", required = true, paramLabel = "NAME", description = "Name of the person; recorded.")
                    String by,
            @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Reason; recorded.")
                    String reason,
            @Option(names = "--dry-run", description = "Check the arguments and change nothing.") boolean dryRun) {
        PlayerId player = PlayerId.parse(id)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "'" + id + "' is not a player id; it has 22 letters, digits, - and _"));
        requireText("--by", by, MAX_NAME_LENGTH);
        requireText("--reason", reason, MAX_REASON_LENGTH);
        ToolDatabase.use(common, database -> {
            if (dryRun) {
                out().println("Would sign player " + player + " out on all devices.");
            } else {
                Instant before = new MariaDbRevocations(database.pool()).revoke(player, by.strip(), reason.strip());
                out().println("Player " + player + " is signed out: identities issued before " + before
                        + " are refused.");
            }
        });
        return ExitCode.OK;
    }

    @Command(
            name = "signals",
            mixinStandardHelpOptions = true,
            description = {
                "Lists the players of a campaign whose draws looked like those of a script, the highest score first: "
                        + "score (0 to 100; from " + SignalReason.HIGH + " on it is probably a script), player id, "
                        + "draws with a reason, first and last of them, reasons.",
                "It is for looking only: nothing is slowed or refused because of it."
            })
    int signals(
            @Mixin CommonOptions common,
            @Parameters(paramLabel = "CAMPAIGN", description = "Slug of the campaign.") String slug,
            @Option(
                            names = "--top",
                            paramLabel = "N",
                            defaultValue = "50",
                            description = "Number of players, 1 to 10000; default: ${DEFAULT-VALUE}.")
                    int top,
            @Option(names = "--json", description = "Print JSON.") boolean json) {
        if (top < 1 || top > MAX_TOP) {
            throw new ParameterException(spec.commandLine(), "--top must be 1 to " + MAX_TOP);
        }
        ToolDatabase.use(common, database -> {
            List<PlayerSignalStore.Entry> entries = new MariaDbPlayerSignals(database.pool())
                    .top(slug, top)
                    .orElseThrow(() ->
                            new CommandException("there is no campaign " + slug + "; see turntable-ops campaign list"));
            if (json) {
                Json.print(out(), entries.stream().map(PlayerCommand::document).toList());
            } else {
                entries.forEach(entry -> out().println(line(entry)));
                out().println(entries.isEmpty() ? "No player has signals." : entries.size() + " players.");
            }
        });
        out().flush();
        return ExitCode.OK;
    }

    private static String line(PlayerSignalStore.Entry entry) {
        return String.format(
                "%3d  %s  %6d  %s  %s  %s",
                entry.score(),
                entry.player(),
                entry.draws(),
                entry.firstAt().truncatedTo(ChronoUnit.SECONDS),
                entry.lastAt().truncatedTo(ChronoUnit.SECONDS),
                String.join(" ", words(entry)));
    }

    private static Map<String, Object> document(PlayerSignalStore.Entry entry) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("player", entry.player().toString());
        document.put("score", entry.score());
        document.put("reasons", words(entry));
        document.put("draws", entry.draws());
        document.put("firstAt", entry.firstAt().toString());
        document.put("lastAt", entry.lastAt().toString());
        return document;
    }

    private static List<String> words(PlayerSignalStore.Entry entry) {
        return entry.reasons().stream().map(SignalReason::word).toList();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private void requireText(String option, String text, int longest) {
        if (text.isBlank() || text.strip().length() > longest) {
            throw new ParameterException(spec.commandLine(), option + " must have 1 to " + longest + " characters");
        }
    }
}
