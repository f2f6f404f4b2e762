package org.turntable.tool.command.account;

import java.io.PrintWriter;
import java.time.Instant;
import org.turntable.mariadb.player.MariaDbRevocations;
import org.turntable.player.PlayerId;
import org.turntable.tool.command.common.CommonOptions;
import org.turntable.tool.command.common.ExitCode;
import org.turntable.tool.command.common.ToolDatabase;
import org.turntable.tool.command.common.ToolVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Operations on one player. */
@Command(
        name = "player",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        description = "Operations on one player.")
public final class PlayerCommand implements Runnable {
    private static final int MAX_NAME_LENGTH = 60;
    private static final int MAX_REASON_LENGTH = 200;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: sign-out");
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

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private void requireText(String option, String text, int longest) {
        if (text.isBlank() || text.strip().length() > longest) {
            throw new ParameterException(spec.commandLine(), option + " must have 1 to " + longest + " characters");
        }
    }
}
