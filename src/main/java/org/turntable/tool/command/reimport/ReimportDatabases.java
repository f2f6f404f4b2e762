package org.turntable.tool.command.reimport;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.turntable.claim.ClaimKeys;
import org.turntable.config.DatabaseSettings;
import org.turntable.mariadb.pool.MariaDbPools;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.tool.command.common.CommandException;
import org.turntable.tool.command.common.CommonOptions;
import org.turntable.tool.command.common.ToolDatabase;
import org.turntable.tool.mariadb.reimport.ClaimKeySealer;
import org.turntable.tool.mariadb.reimport.MariaDbReimportSource;
import org.turntable.tool.mariadb.reimport.MariaDbReimportTarget;
import org.turntable.tool.reimport.row.MatchedCampaign;
import org.turntable.tool.reimport.rule.ClaimSealer;
import org.turntable.tool.reimport.rule.ReimportSource;
import org.turntable.tool.reimport.rule.ReimportTarget;
import picocli.CommandLine.Option;

/** Connections to both databases, for the time of a command. */
final class ReimportDatabases implements AutoCloseable {
    /** Options that name the stranded database. */
    static final class SourceOptions {
        @Option(
                names = "--from",
                required = true,
                paramLabel = "ADDRESS:PORT",
                description = "The stranded database's server; it has to be read-only.")
        private String address;

        @Option(
                names = "--from-database",
                paramLabel = "NAME",
                description = "The database there (default: database.name).")
        private String name;

        @Option(
                names = "--from-user",
                paramLabel = "USER",
                description = "An account there that may read (default: database.user).")
        private String user;

        @Option(
                names = "--from-password-file",
                paramLabel = "FILE",
                description = "A file with its password (default: database.password).")
        private Path passwordFile;

        @Option(
                names = "--campaign",
                paramLabel = "SLUG",
                description = "Only this campaign; may be given several times.")
        private List<String> campaigns = List.of();

        Set<String> campaigns() {
            return new TreeSet<>(campaigns);
        }
    }

    private final ToolDatabase targetDatabase;
    private final HikariDataSource sourcePool;
    private final ReimportSource source;
    private final ReimportTarget target;
    private final ClaimSealer sealer;
    private final SourceOptions options;
    private final String sourceDatabase;

    /** @param options names the stranded database; null for work on the target only */
    ReimportDatabases(CommonOptions common, SourceOptions options) {
        DatabaseSettings settings = common.settings().readDatabase();
        this.options = options;
        this.sourceDatabase = options == null || options.name == null ? settings.name() : options.name;
        String password = options == null || options.passwordFile == null
                ? settings.password().reveal()
                : password(options.passwordFile);
        targetDatabase = new ToolDatabase(settings);
        target = new MariaDbReimportTarget(targetDatabase.pool());
        List<String> keys = common.settings().readClaimsIfAny().secrets();
        sealer = new ClaimKeySealer(
                keys.isEmpty() ? Optional.empty() : Optional.of(new ClaimKeys(keys, new SecureRandom())));
        if (options == null) {
            sourcePool = null;
            source = null;
            return;
        }
        if (!options.address.matches("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]):\\d{1,5}")) {
            targetDatabase.close();
            throw new CommandException("--from " + options.address + " is not address:port; write it as 10.0.0.5:3306");
        }
        sourcePool = MariaDbPools.forReading(new MariaDbPools.Access(
                List.of(options.address),
                sourceDatabase,
                options.user == null ? settings.user() : options.user,
                password));
        source = new MariaDbReimportSource(sourcePool);
    }

    private static String password(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            throw new CommandException(
                    "--from-password-file " + file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    ReimportSource source() {
        return source;
    }

    ReimportTarget target() {
        return target;
    }

    /** Encrypts personal data of winners with claims.key and claims.key.previous. */
    ClaimSealer sealer() {
        return sealer;
    }

    ToolDatabase targetDatabase() {
        return targetDatabase;
    }

    /** The name of the source in the records. Another selection of campaigns is another source. */
    String sourceName() {
        return options.address + "/" + sourceDatabase
                + (options.campaigns.isEmpty() ? "" : " " + String.join(" ", options.campaigns()));
    }

    /** The campaigns of both, after a check that the databases differ and the stranded one is read-only. */
    List<MatchedCampaign> pairs() throws DatabaseUnavailableException {
        boolean open = sourceIsOpen();
        if (target.isSameServerAs(source)) {
            throw new CommandException("--from " + options.address
                    + " is the database that nodes use (database.hosts); name the stranded one");
        }
        if (open) {
            throw new CommandException(
                    "the stranded database takes writes, so it may still be written to: SET GLOBAL read_only = "
                            + "1 there first");
        }
        MatchedCampaign.Matching matching =
                MatchedCampaign.match(source.campaigns(), target.campaigns(), options.campaigns());
        if (!matching.problems().isEmpty()) {
            throw new CommandException(String.join("; ", matching.problems()));
        }
        return matching.pairs();
    }

    private boolean sourceIsOpen() {
        try {
            return source.isOpen();
        } catch (DatabaseUnavailableException unavailable) {
            throw new CommandException(
                    "the stranded database does not answer at " + options.address + ": "
                            + Optional.ofNullable(unavailable.getMessage()).orElse("no reason")
                            + "; check that it runs, and --from-user and --from-password-file",
                    unavailable);
        }
    }

    @Override
    public void close() {
        if (sourcePool != null) {
            sourcePool.close();
        }
        targetDatabase.close();
    }
}
