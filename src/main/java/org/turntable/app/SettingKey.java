package org.turntable.app;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Every setting there is: its key in turntable.properties, its default and what it means. The one list: the reader accepts no
 * other key, and tests hold the shipped file and the README against it.
 */
public enum SettingKey {
    MODE("mode", "production", "production, or demo: production refuses the simple sign-in, any stand-in for WeChat, other "
            + "browsers than WeChat's, secrets under 32 characters and sample secrets."),
    NODE_ID("node.id", null, "What this node is called in logs and in the ledger; by default the host name, a colon "
            + "and four random hex digits."),
    ENTRY_ORIGINS("entry.origins", null, "Public origins from which players come, separated by commas, such as "
            + "https://lottery.example.com; a post from any other is refused."),
    ENTRY_FALLBACK("entry.fallback", "on", "on lets a page whose line is cut draw and go on over the other entry.origins; off where those are "
            + "not lines of their own."),
    CONSOLE_ORIGIN("console.origin", null, "Where operators reach the console, an entrance of its own such as https://ops.example.com:8444, in "
            + "production with https; without it there is none."),
    DATABASE_HOSTS("database.hosts", null, "MariaDB servers as address:port, separated by commas, the primary first; a node uses "
            + "the first that takes writes."),
    DATABASE_NAME("database.name", "turntable", "The database (schema) on those servers."),
    DATABASE_USER("database.user", "turntable_app", "The account that nodes use."),
    DATABASE_PASSWORD("database.password", true, "The password of database.user."),
    DATABASE_POOL_SIZE("database.pool.size", "6", "Connections to MariaDB that a node keeps."),
    DATABASE_MIGRATION_USER("database.migration.user", "turntable_migration", "The account with which turntable-ops migrates; nodes do not use it."),
    DATABASE_MIGRATION_PASSWORD("database.migration.password", true, "The password of database.migration.user; belongs on the "
            + "machine that runs turntable-ops only."),
    REDIS_DRAWS_URL("redis.draws.url", true, "The Redis for draws, redis://[user:password@]address:port/database; rediss://… over TLS; "
            + "redis-sentinel://[user:password@]address:port,address:port/database#master behind Sentinels."),
    REDIS_SESSIONS_URL("redis.sessions.url", true, "The Redis for sessions and caches, written likewise."),
    REDIS_TLS_CA("redis.tls.ca", null, "PEM file of the authorities whose certificates a Redis behind rediss:// may show; by default "
            + "those of the Java platform."),
    IDENTITY_SECRET("identity.secret", true, "Signs the cookie that says who a player is and derives player ids: at least 32 "
            + "characters, the same on all nodes, never changed during a campaign."),
    OPS_TOKEN("ops.token", true, "What turntable-ops shows to a node before it drains or rehearses: at least 32 characters, the same "
            + "on all nodes; without it a node refuses both."),
    NODES_LIST("nodes.list", null, "Where turntable-ops finds the nodes: the edge's own nginx/hosts/nodes.conf, or a copy of it; nodes do not use it."),
    MANAGER_PASSWORD("manager.password", true, "What turntable-ops push shows to Tomcat's manager as turntable-push, the same as each node's "
            + "TURNTABLE_MANAGER_PASSWORD; nodes do not use it."),
    PUSH_FOLDER("push.folder", "/var/lib/turntable/push", "Where turntable-ops keeps pushes and the WARs to go back to; nodes do not use it."),
    PUSH_WAVE_MARGIN("push.wave.margin", "60", "Minutes before an announced wave of push messages in which no WAR is pushed."),
    PUSH_CPU_MOST("push.cpu.most", "70", "Percent of a node's processors in use above which no WAR is pushed."),
    LINES_NAME("lines.name", null, "The host name whose addresses turntable-ops switch-line changes; nodes use no setting of lines."),
    LINES_ADDRESSES("lines.addresses", null, "The entry lines by name, each with its addresses, such as telecom=203.0.113.10, unicom=198.51.100.20 "
            + "2001:db8::20; one more may hold the addresses of several."),
    LINES_PAGES("lines.pages", null, "Pages that every address of every line has to serve, as URLs with the host names that players use, separated "
            + "by commas; by default https://, lines.name and a slash."),
    LINES_TLS_CA("lines.tls.ca", null, "PEM file of the authorities whose certificates the lines may show; by default those of the Java platform."),
    LINES_OPS("lines.ops", null, "The second way in for ops, as address:port of an SSH server, several separated by commas: another line, another "
            + "port, key only."),
    LINES_ZONE("lines.zone", null, "The zone of lines.name on the name server, such as example.com."),
    LINES_TTL("lines.ttl", "60", "Seconds for which resolvers may keep the addresses; set days before with switch-line to the line that serves."),
    LINES_SERVER("lines.server", null, "The primary name server of lines.zone, address:port; the zone's other name servers are asked at the same "
            + "port."),
    LINES_WATCH("lines.watch", null, "Further name servers and resolvers whose answers are shown, address:port, separated by commas."),
    LINES_TSIG_NAME("lines.tsig.name", null, "Name of the key that signs the change, as on the name server."),
    LINES_TSIG_ALGORITHM("lines.tsig.algorithm", "hmac-sha256", "Its algorithm: hmac-sha256, hmac-sha384 or hmac-sha512."),
    LINES_TSIG_SECRET("lines.tsig.secret", true, "The key itself in base64, as tsig-keygen prints it; belongs on the bastion only."),
    LINES_FOLDER("lines.folder", "/var/lib/turntable/lines", "Where turntable-ops writes down what was before each switch, so that undo restores "
            + "it."),
    FAILOVER_HOSTS("failover.hosts", null, "Where the fail-over agent reaches the database servers, best at their extra_port, in the order of "
            + "database.hosts; by default database.hosts; nodes use no setting of failover."),
    FAILOVER_USER("failover.user", "turntable_agent", "The agent's account on both servers."),
    FAILOVER_PASSWORD("failover.password", true, "The password of failover.user; belongs on the agent's host only."),
    FAILOVER_REPLICATION_HOSTS("failover.replication.hosts", null, "Where the database servers reach each other for replication, in the order of "
            + "database.hosts; by default database.hosts."),
    FAILOVER_REPLICATION_USER("failover.replication.user", "turntable_replica", "The account with which the replica follows the primary."),
    FAILOVER_REPLICATION_PASSWORD("failover.replication.password", true, "The password of failover.replication.user; belongs on the agent's host only."),
    FAILOVER_REPLICATION_TLS("failover.replication.tls", "on", "on makes the replica follow over TLS; off in a private network."),
    FAILOVER_FOLDER("failover.folder", "/var/lib/turntable/failover", "Where the agent keeps what it decided, its journal and the socket for people's "
            + "commands; on a disk of its host."),
    FAILOVER_START("failover.start", null, "Command that starts a database server, such as ssh {host} sudo turntable-db start {role}; also {port}; "
            + "run without a shell; by default a person starts them."),
    FAILOVER_KILL("failover.kill", null, "Command that ends a database server at once, such as ssh {host} sudo turntable-db kill; by default a person does."),
    FAILOVER_PROBE("failover.probe", "200", "Milliseconds between two looks at a database server."),
    FAILOVER_SILENCE("failover.silence", "2000", "Milliseconds for which neither the agent nor the replica must have heard of a primary that does not refuse "
            + "connections, before it counts as dead."),
    FAILOVER_PAUSE("failover.pause", "60", "Minutes after a fail-over in which the next one is left to a person."),
    FAILOVER_SINGLE_COPY_LIMIT("failover.single-copy.limit", "120", "Minutes for which a primary may answer alone; then its commits wait for a replica again."),
    FAILOVER_METRICS("failover.metrics", null, "address:port at which the agent shows its metrics to Prometheus; by default nowhere."),
    BACKUP_COMMAND("backup.command", null, "Command that runs mariadb/turntable-backup on a database server's host, such as ssh {host} sudo turntable-backup, "
            + "also with {port}, run without a shell; nodes use no setting of backup."),
    BACKUP_FOLDER("backup.folder", "/var/lib/turntable/backups", "Where turntable-ops keeps backups, tries them, and writes its journal; twice the data's size "
            + "has to be free."),
    BACKUP_KEEP("backup.keep", "7", "Backups that are kept; older ones go once a newer one was proved."),
    BACKUP_FRESH("backup.fresh", "24", "Hours after which a backup is too old for a restart of the database."),
    BACKUP_PROGRAM("backup.program", "mariadb-backup", "mariadb-backup on this machine, of the servers' version."),
    BACKUP_STREAM("backup.stream", "mbstream", "mbstream on this machine."),
    BACKUP_SERVER("backup.server", "/usr/sbin/mariadbd", "mariadbd on this machine, which restore-check starts on a restored copy."),
    IDENTITY_DAYS("identity.days", "30", "Days for which a signed identity cookie is good."),
    SIGN_IN("sign-in", "simple", "How players sign in: wechat-direct with the account's own secret, wechat-partner through the "
            + "partner who keeps it, or simple (a name, no password), which production refuses."),
    WECHAT_APP_ID("wechat.app-id", null, "The WeChat account's app id; needed by wechat-direct."),
    WECHAT_APP_SECRET("wechat.app-secret", true, "The WeChat account's app secret; needed by wechat-direct."),
    WECHAT_PARTNER_ORIGIN("wechat.partner.origin", null, "Where the partner's wrapped WeChat functions are, such as "
            + "https://partner.example.com; needed by wechat-partner."),
    WECHAT_PARTNER_KEY_ID("wechat.partner.key-id", null, "Name of the key with which calls to the partner are signed; needed by wechat-partner."),
    WECHAT_PARTNER_SECRET("wechat.partner.secret", true, "The key itself, 32 characters or more; needed by wechat-partner."),
    WECHAT_PARTNER_NEXT_KEY_ID("wechat.partner.next.key-id", null, "Name of the key that takes over while keys are rotated."),
    WECHAT_PARTNER_NEXT_SECRET("wechat.partner.next.secret", true, "The key that takes over while keys are rotated; goes with wechat.partner.next.key-id."),
    WECHAT_API_ORIGIN("wechat.api.origin", "https://api.weixin.qq.com", "Where nodes call WeChat; another host than one of WeChat's is refused in production."),
    WECHAT_OPEN_ORIGIN("wechat.open.origin", "https://open.weixin.qq.com", "Where players' browsers sign in; another host than one of "
            + "WeChat's is refused in production."),
    WECHAT_SCRIPT("wechat.script", "https://res.wx.qq.com/open/js/jweixin-1.6.0.js", "WeChat's script for pages; another host than one "
            + "of WeChat's is refused in production."),
    WECHAT_CALLBACK_ORIGIN("wechat.callback.origin", null, "Origin whose /wechat/callback players come back to from WeChat: the partner's "
            + "where nginx/partner-relay.conf hands them over; by default the entry origin that the player came through, else the first."),
    WECHAT_BROWSER("wechat.browser", "wechat", "Who gets the campaign's page: wechat (others are shown a QR code to open it with) or any, "
            + "which production refuses."),
    WECHAT_FOLLOW_CHECK("wechat.follow.check", "off", "on shows players who do not follow the account a hint, never a wall; WeChat's rules for "
            + "outside links forbid forcing people to follow, and domains were blocked for it."),
    WECHAT_SHARE_BONUS("wechat.share.bonus", "off", "Chances for sharing: only off is accepted, because WeChat's rules for outside links forbid "
            + "it, and domains were blocked for it."),
    CLAIMS_KEY("claims.key", true, "Encrypts what winners tell of themselves, such as addresses: at least 32 characters, the same on all nodes and "
            + "where turntable-ops claims runs; without it no address is asked for."),
    CLAIMS_KEY_PREVIOUS("claims.key.previous", true, "A second key that reads and never writes, while keys are exchanged."),
    CLAIMS_DAYS("claims.days", "90", "Days after a parcel left, or after the campaign's end where it never did, until its address is erased; the "
            + "privacy note tells winners so."),
    CLAIMS_REDEMPTION("claims.redemption", "till", "How stores redeem coupons: till, where the shop's own till reads the coupon's code, or verifier, where people "
            + "whom turntable-ops verifier named confirm them at /redeem."),
    RED_PACKETS("red-packets", "off", "Who pays red packets: partner, through the partner's API once their winner asks for them (sign-in=wechat-partner and "
            + "claims.key), or off, where the organiser pays them in another way."),
    RED_PACKETS_WAIT("red-packets.wait", "30", "Seconds until a red packet that was not paid is tried again; twice as long each time, an hour at most."),
    CAMPAIGN_DEFAULT("campaign.default", null, "Slug of the campaign to which / leads; by default the newest open one, else "
            + "the next one scheduled."),
    DRAW_DEADLINE("draw.deadline", "300", "Milliseconds after which a draw's call to Redis is given up and refuses itself."),
    DRAW_REDIS_CONNECTIONS("draw.redis.connections", "1", "Connections to the Redis for draws that a node keeps; all its draws share them."),
    LEDGER_GROUP_ROWS("ledger.group.rows", "500", "Draws in one transaction of the ledger, at most."),
    LEDGER_WAIT("ledger.wait", "800", "Milliseconds for which a possible win waits for its commit before the player is told "
            + "that it is being confirmed."),
    LEDGER_OWN_AGE("ledger.own.age", "2000", "Milliseconds for which a node keeps trying to write its own draws; older ones are "
            + "the sweeper's."),
    LEDGER_STREAM_HIGH_WATER("ledger.stream.high-water", "2000000", "Draws waiting in Redis for MariaDB at which further draws are answered busy."),
    LEDGER_SWEEP_AGE("ledger.sweep.age", "3000", "Milliseconds after which the sweeper writes what a node left; more than ledger.own.age.");

    private final String key;
    private final String defaultValue;
    private final boolean secret;
    private final String meaning;

    SettingKey(String key, String defaultValue, String meaning) {
        this(key, defaultValue, false, meaning);
    }

    SettingKey(String key, boolean secret, String meaning) {
        this(key, null, secret, meaning);
    }

    SettingKey(String key, String defaultValue, boolean secret, String meaning) {
        this.key = key;
        this.defaultValue = defaultValue;
        this.secret = secret;
        this.meaning = meaning;
    }

    /** The key in turntable.properties. */
    public String key() {
        return key;
    }

    /** The value that is used when none is given; empty where there is none or it is made at start. */
    public Optional<String> defaultValue() {
        return Optional.ofNullable(defaultValue);
    }

    /** Whether the value is, or carries, a password: never printed, and may stand in a file of its own named by {@link #fileKey()}. */
    public boolean secret() {
        return secret;
    }

    /** One sentence for readers of the file and the README. */
    public String meaning() {
        return meaning;
    }

    /** The key that names a file with the value, for secrets only. */
    public String fileKey() {
        return key + ".file";
    }

    /** The environment variable that wins over the file, such as {@code TURNTABLE_DATABASE_POOL_SIZE}. */
    public String variable() {
        return variable(key);
    }

    /** The environment variable of {@link #fileKey()}. */
    public String fileVariable() {
        return variable(fileKey());
    }

    /** The setting of that key. */
    public static Optional<SettingKey> of(String key) {
        return Arrays.stream(values()).filter(setting -> setting.key.equals(key)).findFirst();
    }

    private static String variable(String key) {
        return "TURNTABLE_" + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return key;
    }
}
