package org.turntable.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.turntable.config.Settings.Mode;
import org.turntable.config.Settings.SignIn;

/**
 * Reads turntable.properties and the environment once, and returns typed settings or throws one
 * {@link SettingsException} with all problems. Each method requires only the settings that it returns.
 */
public final class SettingsReader {
    private static final String FILE_NAME = "turntable.properties";
    private static final Pattern NODE_ID = Pattern.compile("[A-Za-z0-9._:-]{1,60}");
    private static final Pattern ANY_PATH = Pattern.compile("[^\\p{Cntrl}]{1,400}");
    private static final Pattern SLUG = Pattern.compile("(?=.{1,40}$)[a-z0-9]+(-[a-z0-9]+)*");

    private final Optional<Path> file;
    private final boolean required;
    private final Map<String, String> environment;
    private final Supplier<String> nodeName;

    /**
     * @param file the properties file, if any
     * @param required whether a missing file is an error
     * @param environment environment variables; TURNTABLE_… variables override the file
     * @param nodeName creates the name of a node if none is set
     */
    public SettingsReader(
            Optional<Path> file, boolean required, Map<String, String> environment, Supplier<String> nodeName) {
        this.file = file;
        this.required = required;
        this.environment = Map.copyOf(environment);
        this.nodeName = nodeName;
    }

    /**
     * Creates a reader for this process: for the named file, else the one in TURNTABLE_CONFIG, else
     * conf/turntable.properties of this Tomcat.
     *
     * @param named the file of a command-line option
     */
    public static SettingsReader ofProcess(Optional<Path> named) {
        Map<String, String> environment = System.getenv();
        Optional<Path> chosen = named.or(() -> Optional.ofNullable(environment.get("TURNTABLE_CONFIG"))
                .filter(name -> !name.isBlank())
                .map(Path::of));
        Optional<Path> standard =
                Optional.ofNullable(System.getProperty("catalina.base")).map(base -> Path.of(base, "conf", FILE_NAME));
        return new SettingsReader(
                chosen.or(() -> standard), chosen.isPresent(), environment, SettingsReader::hostAndFourDigits);
    }

    /**
     * All settings, for a node.
     *
     * @throws SettingsException if a setting is missing or invalid
     */
    public Settings read() {
        return checked(this::node);
    }

    /**
     * The database with the application's account, for commands that work with campaigns.
     *
     * @throws SettingsException if one of these is missing or invalid
     */
    public DatabaseSettings readDatabase() {
        return checked((check, mode) -> DatabaseSettings.ofApplication(check));
    }

    /**
     * The database with the migration account.
     *
     * @throws SettingsException if one of these is missing or invalid
     */
    public DatabaseSettings readDatabaseForMigration() {
        return checked((check, mode) -> DatabaseSettings.ofMigration(check));
    }

    /**
     * The database with the account that looks at each server; empty if it is not set.
     *
     * @throws SettingsException if one of these is missing or invalid
     */
    public Optional<DatabaseSettings> readDatabaseForMonitoring() {
        return checked((check, mode) -> DatabaseSettings.ofMonitor(check));
    }

    /**
     * The settings for backups of the database.
     *
     * @param withHosts whether commands on the servers' hosts are needed
     * @throws SettingsException if one of these is missing or invalid
     */
    public BackupSettings readBackups(boolean withHosts) {
        return checked((check, mode) -> {
            String command = withHosts
                    ? check.text(
                            SettingKey.BACKUP_COMMAND,
                            ANY_PATH,
                            "give a command such as ssh {host} sudo turntable-backup")
                    : null;
            String folder = check.text(SettingKey.BACKUP_FOLDER, ANY_PATH, "give the path of a folder");
            return new BackupSettings(
                    withHosts ? check.hosts(SettingKey.DATABASE_HOSTS) : List.of(),
                    DatabaseSettings.name(check),
                    command == null ? List.of() : List.of(command.strip().split("\\s+")),
                    Path.of(folder == null ? "" : folder),
                    (int) check.whole(SettingKey.BACKUP_KEEP, 1, 1_000),
                    Duration.ofHours(check.whole(SettingKey.BACKUP_FRESH, 1, 720)),
                    check.text(SettingKey.BACKUP_PROGRAM, ANY_PATH, "give the path of a program"),
                    check.text(SettingKey.BACKUP_STREAM, ANY_PATH, "give the path of a program"),
                    check.text(SettingKey.BACKUP_SERVER, ANY_PATH, "give the path of a program"));
        });
    }

    /**
     * The secret from which the keys of cookies are derived.
     *
     * @throws SettingsException if it is missing or invalid
     */
    public Secret readIdentitySecret() {
        return checked((check, mode) -> check.secret(SettingKey.IDENTITY_SECRET, 32));
    }

    /**
     * The Redis for draws.
     *
     * @throws SettingsException if one of these is missing or invalid
     */
    public Settings.DrawsRedis readDrawsRedis() {
        return checked((check, mode) ->
                new Settings.DrawsRedis(check.redis(SettingKey.REDIS_DRAWS_URL), check.file(SettingKey.REDIS_TLS_CA)));
    }

    /**
     * The settings for operations on nodes.
     *
     * @throws SettingsException if one of these is missing or invalid
     */
    public PushSettings readPush() {
        return checked((check, mode) -> {
            String list = check.text(SettingKey.NODES_LIST, ANY_PATH, "give the path of a file");
            String folder = check.text(SettingKey.PUSH_FOLDER, ANY_PATH, "give the path of a folder");
            List<String> origins = check.origins(SettingKey.ENTRY_ORIGINS);
            return new PushSettings(
                    Path.of(list == null ? "" : list),
                    check.secret(SettingKey.MANAGER_PASSWORD, 16),
                    check.secret(SettingKey.OPS_TOKEN, 32),
                    origins.isEmpty() ? "" : origins.get(0),
                    Path.of(folder == null ? "" : folder),
                    Duration.ofMinutes(check.whole(SettingKey.PUSH_WAVE_MARGIN, 0, 1_440)),
                    check.whole(SettingKey.PUSH_CPU_MOST, 1, 100) / 100.0);
        });
    }

    /**
     * The entry lines, for probes.
     *
     * @throws SettingsException if one of these is missing or invalid
     */
    public LineSettings readLines() {
        return checked((check, mode) -> LineSettingsReader.lines(check));
    }

    /**
     * The name server of the entry lines.
     *
     * @param withKey whether the key for changes is needed
     * @throws SettingsException if one of these is missing or invalid
     */
    public LineDnsSettings readLineDns(boolean withKey) {
        return checked((check, mode) -> LineSettingsReader.names(check, withKey));
    }

    /**
     * The settings of claims, with the key that decrypts personal data.
     *
     * @throws SettingsException if one of these is missing or invalid
     */
    public ClaimSettings readClaims() {
        return checked((check, mode) -> ClaimSettingsReader.withKey(check));
    }

    /**
     * The settings of claims, without keys if none are set.
     *
     * @throws SettingsException if one of these is invalid
     */
    public ClaimSettings readClaimsIfAny() {
        return checked((check, mode) -> ClaimSettingsReader.read(check, null));
    }

    /**
     * The settings of the fail-over agent and of its commands.
     *
     * @throws SettingsException if one of these is missing or invalid
     */
    public FailoverSettings readFailover() {
        return checked((check, mode) -> FailoverSettings.read(check));
    }

    private <T> T checked(BiFunction<SettingChecks, Mode, T> parts) {
        List<String> problems = new ArrayList<>();
        SettingSources sources = new SettingSources(file, required, environment, problems);
        if (sources.readable()) {
            SettingChecks check = new SettingChecks(sources, problems);
            Mode mode = check.choice(
                    SettingKey.MODE, new TreeMap<>(Map.of("production", Mode.PRODUCTION, "demo", Mode.DEMO)));
            if (mode != Mode.DEMO) {
                check.production();
            }
            T settings = parts.apply(check, mode);
            if (problems.isEmpty()) {
                return settings;
            }
        }
        throw new SettingsException(file.map(Path::toString).orElse("the environment"), problems);
    }

    private Settings node(SettingChecks check, Mode mode) {
        SignIn signIn = WeChatSettingsReader.signIn(check, mode);
        return new Settings(
                mode,
                check.optional(SettingKey.NODE_ID, NODE_ID, "use letters, digits and . _ : -, 60 at most")
                        .orElseGet(nodeName),
                check.origins(SettingKey.ENTRY_ORIGINS),
                Boolean.TRUE.equals(
                        check.choice(SettingKey.ENTRY_FALLBACK, new TreeMap<>(Map.of("off", false, "on", true)))),
                consoleOrigin(check, mode),
                Settings.Console.read(check, mode),
                DatabaseSettings.ofApplication(check),
                check.redis(SettingKey.REDIS_DRAWS_URL),
                check.redis(SettingKey.REDIS_SESSIONS_URL),
                check.file(SettingKey.REDIS_TLS_CA),
                new Settings.Identity(
                        check.secret(SettingKey.IDENTITY_SECRET, 32),
                        Duration.ofDays(check.whole(SettingKey.IDENTITY_DAYS, 1, 365))),
                check.optionalSecret(SettingKey.OPS_TOKEN, 32),
                signIn,
                WeChatSettingsReader.read(check, mode, signIn),
                ClaimSettingsReader.read(check, signIn),
                check.optional(
                        SettingKey.CAMPAIGN_DEFAULT,
                        SLUG,
                        "give a campaign's slug: lower-case letters, digits, single hyphens, 40 at most"),
                new Settings.Draw(check.millis(SettingKey.DRAW_DEADLINE, 20, 5_000), (int)
                        check.whole(SettingKey.DRAW_REDIS_CONNECTIONS, 1, 64)),
                ledger(check),
                Settings.Signals.read(check));
    }

    private static Optional<String> consoleOrigin(SettingChecks check, Mode mode) {
        Optional<String> origin = check.optionalOrigin(SettingKey.CONSOLE_ORIGIN);
        if (mode != Mode.DEMO && origin.isPresent() && !origin.get().startsWith("https:")) {
            check.problem(
                    SettingKey.CONSOLE_ORIGIN,
                    "is not an https address, which mode=production refuses, because passwords are sent to it; "
                            + "give https://…");
        }
        return origin;
    }

    private static Settings.Ledger ledger(SettingChecks check) {
        Settings.Ledger ledger = new Settings.Ledger(
                (int) check.whole(SettingKey.LEDGER_GROUP_ROWS, 1, 5_000),
                check.millis(SettingKey.LEDGER_WAIT, 50, 10_000),
                check.millis(SettingKey.LEDGER_OWN_AGE, 100, 60_000),
                check.whole(SettingKey.LEDGER_STREAM_HIGH_WATER, 100, 100_000_000),
                check.millis(SettingKey.LEDGER_SWEEP_AGE, 100, 120_000),
                check.whole(SettingKey.LEDGER_MEMORY, 1, 100_000) << 20);
        if (ledger.sweepAge().compareTo(ledger.ownAge()) <= 0) {
            check.problem(
                    SettingKey.LEDGER_SWEEP_AGE,
                    "is not more than ledger.own.age=" + ledger.ownAge().toMillis()
                            + ", so the sweeper would take draws that a node is still writing; give more");
        }
        return ledger;
    }

    /** A name that is different for two nodes on one host. */
    private static String hostAndFourDigits() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unknown) {
            host = "node";
        }
        String clean = host.replaceAll("[^A-Za-z0-9._-]", "-");
        return clean.substring(0, Math.min(clean.length(), 55))
                + String.format(":%04x", new SecureRandom().nextInt(0x10000));
    }
}
