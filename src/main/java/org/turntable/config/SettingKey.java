package org.turntable.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

/**
 * Every setting: its key in turntable.properties and its default; {@code setting-meanings.properties} says what it
 * means. This is the only list: the reader accepts no other key, and tests compare the shipped file and the documents
 * with it.
 */
public enum SettingKey {
    MODE("mode", "production"),
    NODE_ID("node.id"),
    ENTRY_ORIGINS("entry.origins"),
    ENTRY_FALLBACK("entry.fallback", "on"),
    CONSOLE_ORIGIN("console.origin"),
    CONSOLE_SECOND_FACTOR("console.second-factor"),
    CONSOLE_IDLE("console.idle", "30"),
    DATABASE_HOSTS("database.hosts"),
    DATABASE_NAME("database.name", "turntable"),
    DATABASE_USER("database.user", "turntable_app"),
    DATABASE_PASSWORD("database.password", true),
    DATABASE_POOL_SIZE("database.pool.size", "6"),
    DATABASE_MIGRATION_USER("database.migration.user", "turntable_migration"),
    DATABASE_MIGRATION_PASSWORD("database.migration.password", true),
    DATABASE_MONITOR_USER("database.monitor.user", "turntable_monitor"),
    DATABASE_MONITOR_PASSWORD("database.monitor.password", true),
    REDIS_DRAWS_URL("redis.draws.url", true),
    REDIS_SESSIONS_URL("redis.sessions.url", true),
    REDIS_TLS_CA("redis.tls.ca"),
    IDENTITY_SECRET("identity.secret", true),
    OPS_TOKEN("ops.token", true),
    NODES_LIST("nodes.list"),
    MANAGER_PASSWORD("manager.password", true),
    PUSH_FOLDER("push.folder", "/var/lib/turntable/push"),
    PUSH_WAVE_MARGIN("push.wave.margin", "60"),
    PUSH_CPU_MOST("push.cpu.most", "70"),
    LINES_NAME("lines.name"),
    LINES_ADDRESSES("lines.addresses"),
    LINES_PAGES("lines.pages"),
    LINES_TLS_CA("lines.tls.ca"),
    LINES_OPS("lines.ops"),
    LINES_ZONE("lines.zone"),
    LINES_TTL("lines.ttl", "60"),
    LINES_SERVER("lines.server"),
    LINES_WATCH("lines.watch"),
    LINES_TSIG_NAME("lines.tsig.name"),
    LINES_TSIG_ALGORITHM("lines.tsig.algorithm", "hmac-sha256"),
    LINES_TSIG_SECRET("lines.tsig.secret", true),
    LINES_FOLDER("lines.folder", "/var/lib/turntable/lines"),
    FAILOVER_HOSTS("failover.hosts"),
    FAILOVER_USER("failover.user", "turntable_agent"),
    FAILOVER_PASSWORD("failover.password", true),
    FAILOVER_REPLICATION_HOSTS("failover.replication.hosts"),
    FAILOVER_REPLICATION_USER("failover.replication.user", "turntable_replica"),
    FAILOVER_REPLICATION_PASSWORD("failover.replication.password", true),
    FAILOVER_REPLICATION_TLS("failover.replication.tls", "on"),
    FAILOVER_FOLDER("failover.folder", "/var/lib/turntable/failover"),
    FAILOVER_START("failover.start"),
    FAILOVER_KILL("failover.kill"),
    FAILOVER_PROBE("failover.probe", "200"),
    FAILOVER_SILENCE("failover.silence", "2000"),
    FAILOVER_PAUSE("failover.pause", "60"),
    FAILOVER_SINGLE_COPY_LIMIT("failover.single-copy.limit", "120"),
    FAILOVER_METRICS("failover.metrics"),
    BACKUP_COMMAND("backup.command"),
    BACKUP_FOLDER("backup.folder", "/var/lib/turntable/backups"),
    BACKUP_KEEP("backup.keep", "7"),
    BACKUP_FRESH("backup.fresh", "24"),
    BACKUP_PROGRAM("backup.program", "mariadb-backup"),
    BACKUP_STREAM("backup.stream", "mbstream"),
    BACKUP_SERVER("backup.server", "/usr/sbin/mariadbd"),
    IDENTITY_DAYS("identity.days", "30"),
    SIGN_IN("sign-in", "simple"),
    WECHAT_APP_ID("wechat.app-id"),
    WECHAT_APP_SECRET("wechat.app-secret", true),
    WECHAT_PARTNER_ORIGIN("wechat.partner.origin"),
    WECHAT_PARTNER_KEY_ID("wechat.partner.key-id"),
    WECHAT_PARTNER_SECRET("wechat.partner.secret", true),
    WECHAT_PARTNER_NEXT_KEY_ID("wechat.partner.next.key-id"),
    WECHAT_PARTNER_NEXT_SECRET("wechat.partner.next.secret", true),
    WECHAT_API_ORIGIN("wechat.api.origin", "https://api.weixin.qq.com"),
    WECHAT_OPEN_ORIGIN("wechat.open.origin", "https://open.weixin.qq.com"),
    WECHAT_SCRIPT("wechat.script", "https://res.wx.qq.com/open/js/jweixin-1.6.0.js"),
    WECHAT_CALLBACK_ORIGIN("wechat.callback.origin"),
    WECHAT_BROWSER("wechat.browser", "wechat"),
    WECHAT_FOLLOW_CHECK("wechat.follow.check", "off"),
    WECHAT_SHARE_BONUS("wechat.share.bonus", "off"),
    CLAIMS_KEY("claims.key", true),
    CLAIMS_KEY_PREVIOUS("claims.key.previous", true),
    CLAIMS_DAYS("claims.days", "90"),
    CLAIMS_REDEMPTION("claims.redemption", "till"),
    RED_PACKETS("red-packets", "off"),
    RED_PACKETS_WAIT("red-packets.wait", "30"),
    CAMPAIGN_DEFAULT("campaign.default"),
    DRAW_DEADLINE("draw.deadline", "300"),
    DRAW_REDIS_CONNECTIONS("draw.redis.connections", "1"),
    LEDGER_GROUP_ROWS("ledger.group.rows", "500"),
    LEDGER_WAIT("ledger.wait", "800"),
    LEDGER_OWN_AGE("ledger.own.age", "2000"),
    LEDGER_MEMORY("ledger.memory", "128"),
    LEDGER_STREAM_HIGH_WATER("ledger.stream.high-water", "2000000"),
    LEDGER_SWEEP_AGE("ledger.sweep.age", "3000"),
    SIGNALS_ADDRESS_DRAWS("signals.address.draws", "30"),
    SIGNALS_NETWORK_DRAWS("signals.network.draws", "120"),
    SIGNALS_NEW_PLAYERS("signals.new-players", "10"),
    SIGNALS_QUICK_TAP("signals.quick-tap", "400"),
    SIGNALS_DAYS("signals.days", "30");

    private final String key;
    private final String defaultValue;
    private final boolean secret;

    SettingKey(String key) {
        this(key, null, false);
    }

    SettingKey(String key, String defaultValue) {
        this(key, defaultValue, false);
    }

    SettingKey(String key, boolean secret) {
        this(key, null, secret);
    }

    SettingKey(String key, String defaultValue, boolean secret) {
        this.key = key;
        this.defaultValue = defaultValue;
        this.secret = secret;
    }

    /** The key in turntable.properties. */
    public String key() {
        return key;
    }

    /** The value that is used when none is given; empty if there is no default or it is computed at start. */
    public Optional<String> defaultValue() {
        return Optional.ofNullable(defaultValue);
    }

    /**
     * Whether the value is or contains a secret: it is never printed, and may be in a file of its own that
     * {@link #fileKey()} names.
     */
    public boolean secret() {
        return secret;
    }

    /** What the setting means, in one sentence, for error messages and documents. */
    public String meaning() {
        return Meanings.TEXTS.getProperty(key);
    }

    /** The key that names a file with the value, for secrets only. */
    public String fileKey() {
        return key + ".file";
    }

    /** The environment variable that overrides the file, such as {@code TURNTABLE_DATABASE_POOL_SIZE}. */
    public String variable() {
        return variable(key);
    }

    /** The environment variable of {@link #fileKey()}. */
    public String fileVariable() {
        return variable(fileKey());
    }

    /** The setting with that key. */
    public static Optional<SettingKey> of(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key.equals(key))
                .findFirst();
    }

    private static String variable(String key) {
        return "TURNTABLE_" + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return key;
    }

    /** Loaded only when a text is needed: a node that starts without problems needs none. */
    private static final class Meanings {
        private static final Properties TEXTS = new Properties();

        static {
            try (InputStream in = SettingKey.class.getResourceAsStream("setting-meanings.properties")) {
                TEXTS.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }
}
