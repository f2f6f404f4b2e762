package org.turntable.tool.command.account;

import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.List;
import org.turntable.claim.redemption.Verifiers;
import org.turntable.claim.redemption.Verifiers.Listed;
import org.turntable.mariadb.claim.ClaimTransactions;
import org.turntable.mariadb.claim.MariaDbVerifiers;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.staff.PasswordGenerator;
import org.turntable.staff.PasswordHash;
import org.turntable.tool.command.common.CommandException;
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

/**
 * Accounts of verifiers, who confirm redemptions in a store. Passwords are generated, shown once, and stored only as
 * hashes.
 */
@Command(
        name = "verifier",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        description = "Manages the accounts of people who confirm in a store that a coupon is redeemed "
                + "(claims.redemption=verifier).")
public final class VerifierCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    private final SecureRandom random = new SecureRandom();

    /** The work of one command. */
    private interface Work {
        void on(Verifiers verifiers) throws DatabaseUnavailableException;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: add, list, disable or reset");
    }

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Creates an account and prints its password once.")
    int add(
            @Mixin CommonOptions common,
            @Parameters(paramLabel = "NAME", description = "Name to sign in with: 1 to 40 letters, digits and . _ -")
                    String name,
            @Option(
                            names = "--store",
                            required = true,
                            paramLabel = "TEXT",
                            description = "Name of the store; shown to winners and recorded with each redemption.")
                    String store,
            @Option(names = "--by", required = true, paramLabel = "NAME", description = "Name of the person; recorded.")
                    String by) {
        if (!name.matches("[\\p{L}\\p{N}._-]{1,40}")
                || store.isBlank()
                || store.strip().length() > 60) {
            throw new ParameterException(
                    spec.commandLine(),
                    "NAME is 1 to 40 letters, digits and . _ -; --store must have 1 to 60 characters");
        }
        requireAuthor(by);
        String password = PasswordGenerator.make(random);
        return with(common, verifiers -> {
            if (!verifiers.add(name, store.strip(), PasswordHash.of(password, random), by.strip())) {
                throw new CommandException("verifier " + name + " exists; set a new password with reset");
            }
            printPassword(name, password);
        });
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists all accounts with the number of redemptions.")
    int list(@Mixin CommonOptions common) {
        return with(common, verifiers -> {
            List<Listed> all = verifiers.list();
            all.forEach(one -> out().println(one.name() + "  " + one.store() + "  " + one.redemptions() + " redeemed  "
                    + (one.disabled() ? "disabled" : "enabled")
                    + "  (created " + one.createdAt() + " by " + one.createdBy() + ")"));
            out().println(all.isEmpty() ? "There is no account yet." : all.size() + " in total.");
        });
    }

    @Command(
            name = "disable",
            mixinStandardHelpOptions = true,
            description = "Disables an account and ends its sessions.")
    int disable(
            @Mixin CommonOptions common,
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--by", required = true, paramLabel = "NAME", description = "Name of the person; recorded.")
                    String by) {
        requireAuthor(by);
        return with(common, verifiers -> {
            require(verifiers.disable(name, by.strip()), name);
            out().println("Verifier " + name + " is disabled; its redemptions stay.");
        });
    }

    @Command(
            name = "reset",
            mixinStandardHelpOptions = true,
            description = {"Sets a new password, printed once; ends sessions, and enables a disabled account."})
    int reset(
            @Mixin CommonOptions common,
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--by", required = true, paramLabel = "NAME", description = "Name of the person; recorded.")
                    String by) {
        requireAuthor(by);
        String password = PasswordGenerator.make(random);
        return with(common, verifiers -> {
            require(verifiers.reset(name, PasswordHash.of(password, random), by.strip()), name);
            printPassword(name, password);
        });
    }

    private void requireAuthor(String by) {
        if (by.isBlank() || by.strip().length() > 60) {
            throw new ParameterException(spec.commandLine(), "--by must have 1 to 60 characters");
        }
    }

    private static void require(boolean found, String name) {
        if (!found) {
            throw new CommandException("there is no verifier " + name + "; see turntable-ops verifier list");
        }
    }

    private void printPassword(String name, String password) {
        out().println("Verifier " + name + " signs in at /redeem with the password " + password);
        out().println("It is shown only this once and not stored.");
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private int with(CommonOptions common, Work work) {
        ToolDatabase.use(
                common,
                database -> work.on(new MariaDbVerifiers(new ClaimTransactions(database.pool(), () -> true, 1))));
        out().flush();
        return ExitCode.OK;
    }
}
