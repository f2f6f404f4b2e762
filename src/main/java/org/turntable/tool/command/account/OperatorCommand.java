package org.turntable.tool.command.account;

import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.turntable.mariadb.staff.MariaDbOperatorAccounts;
import org.turntable.mariadb.staff.MariaDbOperatorFactors;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.staff.EnrolmentToken;
import org.turntable.staff.OperatorAccounts;
import org.turntable.staff.OperatorFactors;
import org.turntable.staff.OperatorFactors.Enrolment;
import org.turntable.staff.PasswordGenerator;
import org.turntable.staff.PasswordHash;
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

/** Accounts of the console. Passwords are generated, shown once, and stored only as hashes. */
@Command(
        name = "operator",
        mixinStandardHelpOptions = true,
        versionProvider = ToolVersion.class,
        description = "Manages the accounts of operators for the console. Every change ends the sessions of the "
                + "account.")
public final class OperatorCommand implements Runnable {
    private static final int MAX_BY_LENGTH = 60;
    private static final int MAX_REASON_LENGTH = 200;
    private static final SecureRandom RANDOM = new SecureRandom();

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Missing command: add, list, reset, disable, enable, enrol or factor-reset");
    }

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = {
                "Creates an account and prints its password once, and a one-time token for the second factor.",
                "Give the two to the operator in two ways: who has both sets up the second factor."
            })
    int add(@Mixin CommonOptions common, @Mixin AccountOptions account) {
        String password = PasswordGenerator.make(RANDOM);
        String token = EnrolmentToken.make(RANDOM);
        return change(
                common,
                account,
                (staff, now) -> {
                    staff.accounts.add(account.name, PasswordHash.of(password, RANDOM), account.by.strip(), now);
                    staff.factors.enrol(account.name, enrolment(token, now), account.by.strip(), now);
                },
                "Operator " + account.name + " can sign in with the password " + password + " ; it is shown "
                        + "only this once.",
                said(token));
    }

    @Command(
            name = "enrol",
            mixinStandardHelpOptions = true,
            description =
                    "Prints a one-time token with which an operator without a second factor sets one up; a former "
                            + "token is not valid any more.")
    int enrol(@Mixin CommonOptions common, @Mixin AccountOptions account) {
        String token = EnrolmentToken.make(RANDOM);
        return change(
                common,
                account,
                (staff, now) -> staff.factors.enrol(account.name, enrolment(token, now), account.by.strip(), now),
                said(token));
    }

    @Command(
            name = "factor-reset",
            mixinStandardHelpOptions = true,
            description = {
                "Removes the second factor and the recovery codes of an operator whose phone is lost, and prints a "
                        + "one-time token for a new set-up.",
                "Be sure to know who asks: call the person back."
            })
    int factorReset(
            @Mixin CommonOptions common,
            @Mixin AccountOptions account,
            @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Reason; recorded.")
                    String reason) {
        if (reason.isBlank() || reason.strip().length() > MAX_REASON_LENGTH) {
            throw new ParameterException(
                    spec.commandLine(), "--reason must have 1 to " + MAX_REASON_LENGTH + " characters");
        }
        String token = EnrolmentToken.make(RANDOM);
        return change(
                common,
                account,
                (staff, now) -> staff.factors.reset(
                        account.name, enrolment(token, now), account.by.strip(), reason.strip(), now),
                "Operator " + account.name + " has no second factor any more, and no session.",
                said(token));
    }

    private static Enrolment enrolment(String token, Instant now) {
        return new Enrolment(EnrolmentToken.hash(token), now.plus(EnrolmentToken.VALID));
    }

    private static String said(String token) {
        return "One-time token for the second factor: " + token
                + " ; valid for 24 hours, asked for at the next sign-in " + "or at /console/set-up.";
    }

    @Command(
            name = "reset",
            mixinStandardHelpOptions = true,
            description = "Sets a new password and prints it once; a second factor stays.")
    int reset(@Mixin CommonOptions common, @Mixin AccountOptions account) {
        String password = PasswordGenerator.make(RANDOM);
        return change(
                common,
                account,
                (staff, now) ->
                        staff.accounts.reset(account.name, PasswordHash.of(password, RANDOM), account.by.strip(), now),
                "Operator " + account.name + " has the password " + password + " now; it is shown only this once.");
    }

    @Command(
            name = "disable",
            mixinStandardHelpOptions = true,
            description = "Disables an account; its sessions end with the next request.")
    int disable(@Mixin CommonOptions common, @Mixin AccountOptions account) {
        return change(
                common,
                account,
                (staff, now) -> staff.accounts.enable(account.name, false, account.by.strip(), now),
                "Operator " + account.name + " can no longer sign in.");
    }

    @Command(
            name = "enable",
            mixinStandardHelpOptions = true,
            description = "Enables a disabled account with the same password.")
    int enable(@Mixin CommonOptions common, @Mixin AccountOptions account) {
        return change(
                common,
                account,
                (staff, now) -> staff.accounts.enable(account.name, true, account.by.strip(), now),
                "Operator " + account.name + " can sign in again.");
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists all accounts.")
    int list(@Mixin CommonOptions common, @Option(names = "--json", description = "Print JSON.") boolean json) {
        return with(common, staff -> {
            List<OperatorAccounts.Account> all = staff.accounts.all();
            if (json) {
                Json.print(out(), all.stream().map(OperatorCommand::document).toList());
            } else {
                all.forEach(account -> out().printf(
                                "%-24s %-9s %-17s last sign-in %s%n",
                                account.name(),
                                word(account),
                                account.factor().isPresent() ? "second factor" : "no second factor",
                                Optional.ofNullable(account.lastIn())
                                        .map(Instant::toString)
                                        .orElse("never")));
                out().println(
                                all.isEmpty()
                                        ? "There is no account yet; create one with turntable-ops operator add."
                                        : all.size() + " in total.");
            }
        });
    }

    /** The account, and who changes it. */
    static final class AccountOptions {
        @Parameters(
                paramLabel = "NAME",
                description =
                        "2 to 40 small letters and digits, with single dots, hyphens and underscores between them.")
        private String name;

        @Option(names = "--by", required = true, paramLabel = "NAME", description = "Name of the person; recorded.")
        private String by;
    }

    private static String word(OperatorAccounts.Account account) {
        return account.enabled() ? "enabled" : "disabled";
    }

    private static Map<String, Object> document(OperatorAccounts.Account account) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", account.name());
        document.put("state", word(account));
        document.put("secondFactor", account.factor().isPresent());
        document.put(
                "lastIn", account.lastIn() == null ? null : account.lastIn().toString());
        return document;
    }

    private int change(CommonOptions common, AccountOptions account, Change change, String... done) {
        if (!OperatorAccounts.NAME.matcher(account.name).matches()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "'" + account.name
                            + "' is not a valid operator name: 2 to 40 small letters and digits, with single dots, "
                            + "hyphens and underscores between them");
        }
        if (account.by.isBlank() || account.by.strip().length() > MAX_BY_LENGTH) {
            throw new ParameterException(spec.commandLine(), "--by must have 1 to " + MAX_BY_LENGTH + " characters");
        }
        return with(common, staff -> {
            change.on(staff, Clock.systemUTC().instant());
            List.of(done).forEach(out()::println);
        });
    }

    private int with(CommonOptions common, Work work) {
        ToolDatabase.use(
                common,
                database -> work.on(new Staff(
                        new MariaDbOperatorAccounts(database.pool()), new MariaDbOperatorFactors(database.pool()))));
        out().flush();
        return ExitCode.OK;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** The stores of accounts and of second factors. */
    private record Staff(OperatorAccounts accounts, OperatorFactors factors) {}

    private interface Change {
        void on(Staff staff, Instant now) throws OperatorAccounts.RefusedException, DatabaseUnavailableException;
    }

    private interface Work {
        void on(Staff staff) throws OperatorAccounts.RefusedException, DatabaseUnavailableException;
    }
}
