package org.turntable.cli.account;

import java.io.PrintWriter;
import java.time.Instant;
import org.turntable.cli.common.CommonOptions;
import org.turntable.cli.common.Database;
import org.turntable.cli.common.ExitCode;
import org.turntable.cli.common.ToolVersion;
import org.turntable.mariadb.MariaDbRevocations;
import org.turntable.player.PlayerId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What can be done about one player. */
@Command(name = "player", mixinStandardHelpOptions = true, versionProvider = ToolVersion.class, description = "Looks after one player.")
public final class PlayerCommand implements Runnable {
    private static final int LONGEST_NAME = 60;
    private static final int LONGEST_REASON = 200;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: sign-out");
    }

    @Command(name = "sign-out", mixinStandardHelpOptions = true, description = {
        "Signs a player out on all devices: identity cookies that were issued until now are refused by every node within two seconds.",
        "Chances and prizes stay, and the player may sign in again."})
    int signOut(@Mixin CommonOptions common,
                @Parameters(paramLabel = "PLAYER-ID", description = "22 characters, as in the keys of Redis: tt:{id}:player:…") String id,
                @Option(names = "--by", required = true, paramLabel = "NAME", description = "Who does it; recorded.") String by,
                @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; recorded.") String reason,
                @Option(names = "--dry-run", description = "Only check what was given; change nothing.") boolean dryRun) {
        PlayerId player = PlayerId.parse(id).orElseThrow(() -> new ParameterException(spec.commandLine(),
                "'" + id + "' is no player's id; it has 22 letters, digits, - and _"));
        requireText("--by", by, LONGEST_NAME);
        requireText("--reason", reason, LONGEST_REASON);
        Database.use(common, database -> {
            if (dryRun) {
                out().println("Would sign player " + player + " out on all devices.");
            } else {
                Instant before = new MariaDbRevocations(database.pool()).revoke(player, by.strip(), reason.strip());
                out().println("Player " + player + " is signed out: identities issued before " + before + " are refused.");
            }
        });
        return ExitCode.OK;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private void requireText(String option, String text, int longest) {
        if (text.isBlank() || text.strip().length() > longest) {
            throw new ParameterException(spec.commandLine(), option + " needs 1 to " + longest + " characters");
        }
    }
}
