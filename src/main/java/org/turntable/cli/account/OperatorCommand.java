package org.turntable.cli.account;

import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.turntable.cli.common.CommonOptions;
import org.turntable.cli.common.Database;
import org.turntable.cli.common.ExitCode;
import org.turntable.cli.common.Json;
import org.turntable.cli.common.ToolVersion;
import org.turntable.mariadb.MariaDbOperatorAccounts;
import org.turntable.staff.NewPassword;
import org.turntable.staff.OperatorAccounts;
import org.turntable.staff.PasswordHash;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Who may use the console. Passwords are made here, shown once, and kept as hashes alone. */
@Command(name = "operator", mixinStandardHelpOptions = true, versionProvider = ToolVersion.class,
        description = "Looks after the accounts with which operators sign in to the console. Every change ends the account's sessions.")
public final class OperatorCommand implements Runnable {
    private static final int LONGEST_BY = 60;
    private static final SecureRandom RANDOM = new SecureRandom();

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: add, list, reset, disable or enable");
    }

    @Command(name = "add", mixinStandardHelpOptions = true, description = "Makes an account, and prints its password, once.")
    int add(@Mixin CommonOptions common, @Mixin Who who) {
        String password = NewPassword.make(RANDOM);
        return change(common, who, (accounts, now) -> accounts.add(who.name, PasswordHash.of(password, RANDOM), who.by.strip(), now),
                "Operator " + who.name + " may sign in with the password " + password + " ; it is shown this once.");
    }

    @Command(name = "reset", mixinStandardHelpOptions = true, description = "Gives an account another password, prints it, once, and forgets failed attempts.")
    int reset(@Mixin CommonOptions common, @Mixin Who who) {
        String password = NewPassword.make(RANDOM);
        return change(common, who, (accounts, now) -> accounts.reset(who.name, PasswordHash.of(password, RANDOM), who.by.strip(), now),
                "Operator " + who.name + " has the password " + password + " now; it is shown this once.");
    }

    @Command(name = "disable", mixinStandardHelpOptions = true, description = "Lets an operator in no more, from the next click on.")
    int disable(@Mixin CommonOptions common, @Mixin Who who) {
        return change(common, who, (accounts, now) -> accounts.enable(who.name, false, who.by.strip(), now), "Operator " + who.name + " is let in no more.");
    }

    @Command(name = "enable", mixinStandardHelpOptions = true, description = "Lets a disabled operator in again, with the same password.")
    int enable(@Mixin CommonOptions common, @Mixin Who who) {
        return change(common, who, (accounts, now) -> accounts.enable(who.name, true, who.by.strip(), now), "Operator " + who.name + " may sign in again.");
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists all accounts.")
    int list(@Mixin CommonOptions common, @Option(names = "--json", description = "Answer as JSON.") boolean json) {
        return with(common, accounts -> {
            List<OperatorAccounts.Account> all = accounts.all();
            if (json) {
                Json.print(out(), all.stream().map(OperatorCommand::document).toList());
            } else {
                all.forEach(account -> out().printf("%-24s %-9s last in %s%n", account.name(), word(account),
                        Optional.ofNullable(account.lastIn()).map(Instant::toString).orElse("never")));
                out().println(all.isEmpty() ? "Nobody may use the console yet; turntable-ops operator add lets somebody in." : all.size() + " in all.");
            }
        });
    }

    /** Whom it is about, and who does it. */
    static final class Who {
        @Parameters(paramLabel = "NAME", description = "2 to 40 small letters and digits, with single dots, hyphens and underscores between them.")
        private String name;
        @Option(names = "--by", required = true, paramLabel = "NAME", description = "Who does it; recorded.")
        private String by;
    }

    private static String word(OperatorAccounts.Account account) {
        return account.enabled() ? account.lock().isLocked(Clock.systemUTC().instant()) ? "locked" : "enabled" : "disabled";
    }

    private static Map<String, Object> document(OperatorAccounts.Account account) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", account.name());
        document.put("state", word(account));
        document.put("failedAttempts", account.lock().failures());
        document.put("lastIn", account.lastIn() == null ? null : account.lastIn().toString());
        return document;
    }

    private int change(CommonOptions common, Who who, Deed deed, String done) {
        if (!OperatorAccounts.NAME.matcher(who.name).matches()) {
            throw new ParameterException(spec.commandLine(),
                    "'" + who.name + "' is no name for an operator: 2 to 40 small letters and digits, with single dots, hyphens and underscores between them");
        }
        if (who.by.isBlank() || who.by.strip().length() > LONGEST_BY) {
            throw new ParameterException(spec.commandLine(), "--by needs 1 to " + LONGEST_BY + " characters");
        }
        return with(common, accounts -> {
            deed.on(accounts, Clock.systemUTC().instant());
            out().println(done);
        });
    }

    private int with(CommonOptions common, Work work) {
        Database.use(common, database -> work.on(new MariaDbOperatorAccounts(database.pool())));
        out().flush();
        return ExitCode.OK;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private interface Deed {
        void on(OperatorAccounts accounts, Instant now) throws OperatorAccounts.Refused, OperatorAccounts.Unavailable;
    }

    private interface Work {
        void on(OperatorAccounts accounts) throws OperatorAccounts.Refused, OperatorAccounts.Unavailable;
    }
}
