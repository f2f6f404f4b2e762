package org.turntable.cli.reimport;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.turntable.app.Settings;
import org.turntable.award.ClaimKeys;
import org.turntable.cli.common.CommandFailure;
import org.turntable.cli.common.CommonOptions;
import org.turntable.cli.common.Database;
import org.turntable.mariadb.MariaDbPools;
import org.turntable.mariadb.reimport.ClaimSeals;
import org.turntable.mariadb.reimport.MariaDbRows;
import org.turntable.mariadb.reimport.MariaDbSuccessor;
import org.turntable.reimport.CampaignPair;
import org.turntable.reimport.Rows.Unavailable;
import org.turntable.reimport.Rows;
import org.turntable.reimport.Seals;
import org.turntable.reimport.Successor;
import picocli.CommandLine.Option;

/** Both databases, for the time of a command. */
final class ReimportSides implements AutoCloseable {
    /** Where the stranded database is. */
    static final class From {
        @Option(names = "--from", required = true, paramLabel = "ADDRESS:PORT",
                description = "The stranded database's server; it has to be read-only.")
        private String address;
        @Option(names = "--from-database", paramLabel = "NAME", description = "The database there (default: database.name).")
        private String name;
        @Option(names = "--from-user", paramLabel = "USER", description = "An account there that may read (default: database.user).")
        private String user;
        @Option(names = "--from-password-file", paramLabel = "FILE", description = "A file with its password (default: database.password).")
        private Path passwordFile;
        @Option(names = "--campaign", paramLabel = "SLUG", description = "Only this campaign; may be given several times.")
        private List<String> campaigns = List.of();

        Set<String> campaigns() {
            return new TreeSet<>(campaigns);
        }
    }

    private final Database database;
    private final HikariDataSource strandedPool;
    private final Rows stranded;
    private final Successor here;
    private final Seals seals;
    private final From from;
    private final String fromDatabase;

    /** @param from where the stranded database is; null for work on this one alone */
    ReimportSides(CommonOptions common, From from) {
        Settings.Database settings = common.settings().readDatabase();
        this.from = from;
        this.fromDatabase = from == null || from.name == null ? settings.name() : from.name;
        String password = from == null || from.passwordFile == null ? settings.password().reveal() : password(from.passwordFile);
        database = new Database(settings);
        here = new MariaDbSuccessor(database.pool());
        List<String> keys = common.settings().readClaimsIfAny().secrets();
        seals = new ClaimSeals(keys.isEmpty() ? Optional.empty() : Optional.of(new ClaimKeys(keys, new SecureRandom())));
        if (from == null) {
            strandedPool = null;
            stranded = null;
            return;
        }
        if (!from.address.matches("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]):\\d{1,5}")) {
            database.close();
            throw new CommandFailure("--from " + from.address + " is not address:port; write it as 10.0.0.5:3306");
        }
        strandedPool = MariaDbPools.forReading(new MariaDbPools.Access(List.of(from.address), fromDatabase,
                from.user == null ? settings.user() : from.user, password));
        stranded = new MariaDbRows(strandedPool);
    }

    private static String password(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            throw new CommandFailure("--from-password-file " + file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    Rows stranded() {
        return stranded;
    }

    Successor here() {
        return here;
    }

    /** What opens and seals what winners told, with claims.key and claims.key.previous of here. */
    Seals seals() {
        return seals;
    }

    Database database() {
        return database;
    }

    /** How the source is called in the records; another choice of campaigns is another source. */
    String source() {
        return from.address + "/" + fromDatabase + (from.campaigns.isEmpty() ? "" : " " + String.join(" ", from.campaigns()));
    }

    /** The campaigns of both, once it is clear that these are two databases and the one is closed. */
    List<CampaignPair> pairs() throws Unavailable {
        boolean open = strandedIsOpen();
        if (here.isSameServerAs(stranded)) {
            throw new CommandFailure("--from " + from.address + " is the database that nodes use (database.hosts); name the stranded one");
        }
        if (open) {
            throw new CommandFailure("the stranded database takes writes, so somebody may still write to it: SET GLOBAL read_only = 1 there first");
        }
        CampaignPair.Pairing pairing = CampaignPair.pair(stranded.campaigns(), here.campaigns(), from.campaigns());
        if (!pairing.problems().isEmpty()) {
            throw new CommandFailure(String.join("; ", pairing.problems()));
        }
        return pairing.pairs();
    }

    private boolean strandedIsOpen() {
        try {
            return stranded.isOpen();
        } catch (Unavailable away) {
            throw new CommandFailure("the stranded database does not answer at " + from.address + ": "
                    + Optional.ofNullable(away.getMessage()).orElse("no reason") + "; check that it runs, and --from-user and --from-password-file",
                    away);
        }
    }

    @Override
    public void close() {
        if (strandedPool != null) {
            strandedPool.close();
        }
        database.close();
    }
}
