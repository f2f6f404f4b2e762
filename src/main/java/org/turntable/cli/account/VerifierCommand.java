package org.turntable.cli.account;

import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.List;
import org.turntable.award.ClaimsUnavailable;
import org.turntable.award.redemption.Verifiers;
import org.turntable.award.redemption.Verifiers.Listed;
import org.turntable.cli.common.CommandFailure;
import org.turntable.cli.common.CommonOptions;
import org.turntable.cli.common.Database;
import org.turntable.cli.common.ExitCode;
import org.turntable.cli.common.ToolVersion;
import org.turntable.mariadb.FewAtOnce;
import org.turntable.mariadb.MariaDbVerifiers;
import org.turntable.staff.NewPassword;
import org.turntable.staff.PasswordHash;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Who may confirm redemptions in which store. Passwords are made here, shown once, and kept as hashes. */
@Command(name = "verifier", mixinStandardHelpOptions = true, versionProvider = ToolVersion.class,
        description = "Names the people who confirm in a store that a coupon is redeemed (claims.redemption=verifier).")
public final class VerifierCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    private final SecureRandom random = new SecureRandom();

    /** What a command does with the verifiers. */
    private interface Work {
        void on(Verifiers verifiers) throws ClaimsUnavailable;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: add, list, disable or reset");
    }

    @Command(name = "add", mixinStandardHelpOptions = true, description = "Makes an account and shows its password, once.")
    int add(@Mixin CommonOptions common, @Parameters(paramLabel = "NAME", description = "What is typed to sign in: 1 to 40 letters, digits and . _ -") String name,
            @Option(names = "--store", required = true, paramLabel = "TEXT", description = "Shown to winners and kept with each redemption.") String store,
            @Option(names = "--by", required = true, paramLabel = "NAME", description = "Who does it; recorded.") String by) {
        if (!name.matches("[\\p{L}\\p{N}._-]{1,40}") || store.isBlank() || store.strip().length() > 60 || by.isBlank() || by.strip().length() > 60) {
            throw new ParameterException(spec.commandLine(), "NAME is 1 to 40 letters, digits and . _ -; --store and --by need 1 to 60 characters");
        }
        String password = NewPassword.make(random);
        return with(common, verifiers -> {
            if (!verifiers.add(name, store.strip(), PasswordHash.of(password, random), by.strip())) {
                throw new CommandFailure("there is a verifier " + name + " already; reset gives a new password");
            }
            tell(name, password);
        });
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists all accounts with what they have redeemed.")
    int list(@Mixin CommonOptions common) {
        return with(common, verifiers -> {
            List<Listed> all = verifiers.list();
            all.forEach(one -> out().println(one.name() + "  " + one.store() + "  " + one.redemptions() + " redeemed  "
                    + (one.disabled() ? "disabled" : one.lockedUntil().map(until -> "locked until " + until).orElse("may sign in"))
                    + "  (made " + one.createdAt() + " by " + one.createdBy() + ")"));
            out().println(all.isEmpty() ? "There is no verifier yet." : all.size() + " in all.");
        });
    }

    @Command(name = "disable", mixinStandardHelpOptions = true, description = "Lets nobody sign in with it, and ends what is signed in.")
    int disable(@Mixin CommonOptions common, @Parameters(paramLabel = "NAME") String name) {
        return with(common, verifiers -> {
            require(verifiers.disable(name), name);
            out().println("Verifier " + name + " is disabled; what was redeemed stays.");
        });
    }

    @Command(name = "reset", mixinStandardHelpOptions = true, description = {
        "Gives a new password, shown once; ends what is signed in, takes a lock away, and lets a disabled account in again."})
    int reset(@Mixin CommonOptions common, @Parameters(paramLabel = "NAME") String name) {
        String password = NewPassword.make(random);
        return with(common, verifiers -> {
            require(verifiers.reset(name, PasswordHash.of(password, random)), name);
            tell(name, password);
        });
    }

    private static void require(boolean there, String name) {
        if (!there) {
            throw new CommandFailure("there is no verifier " + name + "; turntable-ops verifier list shows all");
        }
    }

    private void tell(String name, String password) {
        out().println("Verifier " + name + " signs in at /redeem with the password " + password);
        out().println("It is shown this once and kept nowhere.");
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private int with(CommonOptions common, Work work) {
        Database.use(common, database -> work.on(new MariaDbVerifiers(new FewAtOnce(database.pool(), () -> true, 1))));
        out().flush();
        return ExitCode.OK;
    }
}
