package org.turntable.app;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a node was told, checked once at its start and never changed after: {@link SettingsReader} makes it. {@code toString} of
 * any part of it shows no secret.
 *
 * @param mode            how strict to be
 * @param nodeId          this node's name, 1 to 60 characters
 * @param entryOrigins    public origins as browsers send them, one or more
 * @param consoleOrigin   where operators reach the console; empty for no console
 * @param database        MariaDB with the application's account
 * @param drawsRedis      the Redis for draws
 * @param sessionsRedis   the Redis for sessions and caches
 * @param entryFallback   whether pages ask on the other entry origins when their own does not answer
 * @param identity        the signed cookie
 * @param opsToken        what ops show to a node; empty where nodes are to refuse
 * @param signIn          how players sign in
 * @param weChat          the WeChat account and what a campaign uses of it
 * @param claims         what becomes of prizes
 * @param defaultCampaign slug of the campaign to which the root leads
 * @param draw            the draw's one call
 * @param ledger          how draws reach the database
 */
public record Settings(Mode mode, String nodeId, List<String> entryOrigins, boolean entryFallback, Optional<String> consoleOrigin, Database database, RedisInstance drawsRedis,
                       RedisInstance sessionsRedis, Optional<Path> redisAuthorities, Identity identity, Optional<Secret> opsToken, SignIn signIn, WeChat weChat,
                       Claims claims, Optional<String> defaultCampaign, Draw draw, Ledger ledger) {

    /**
     * Copies of the database.
     *
     * @param hosts    the database servers
     * @param database the schema on them
     * @param command  words that run the script on a server's host; empty where none is given
     * @param folder   where copies are kept
     * @param keep     how many, 1 or more
     * @param fresh    how old the newest may be before a restart
     * @param program  mariadb-backup here
     * @param stream   mbstream here
     * @param server   mariadbd here
     */
    public record Backups(List<HostAndPort> hosts, String database, List<String> command, Path folder, int keep, Duration fresh, String program, String stream,
                          String server) {
        public Backups {
            command = List.copyOf(command);
        }
    }

    /**
     * The Redis for draws.
     *
     * @param redis       where it is
     * @param authorities whose certificates it may show; empty for those of the platform
     */
    public record DrawsRedis(RedisInstance redis, Optional<Path> authorities) {
    }

    /**
     * What turntable-ops needs to work on nodes.
     *
     * @param nodesList       the edge's list of nodes
     * @param managerPassword for Tomcat's manager
     * @param opsToken        for the nodes' own paths
     * @param origin          an entry origin, to post from
     * @param folder          where pushes and earlier WARs are kept
     * @param waveMargin      no push within this time before a wave
     * @param mostCpu         no push above this share of the processors, 0 to 1
     */
    public record Push(Path nodesList, Secret managerPassword, Secret opsToken, String origin, Path folder, Duration waveMargin, double mostCpu) {
    }

    /**
     * The entry lines, as they are probed.
     *
     * @param name        the host name that players use
     * @param addresses   each line's name with its addresses, IPv4 and IPv6 literals, in the order of the file
     * @param pages       what every address has to serve
     * @param authorities whose certificates it may show; empty for those of the platform
     * @param ops         the second way in
     * @param console     the operators' console; empty where there is none
     */
    public record Lines(String name, Map<String, List<String>> addresses, List<URI> pages, Optional<Path> authorities, List<HostAndPort> ops,
                        Optional<String> console) {
    }

    /**
     * Where the name's addresses stand, and with which key they may be changed.
     *
     * @param zone   the zone
     * @param ttl    what a change gives
     * @param server the zone's primary
     * @param watch  whose answers are shown as well
     * @param key    signs changes, its id is its name on the server; there when it was asked for
     * @param algorithm of the key
     * @param folder where switches are written down
     */
    public record LineNames(String zone, Duration ttl, HostAndPort server, List<HostAndPort> watch, Optional<Key> key, String algorithm, Path folder) {
    }

    /**
     * What becomes of prizes.
     *
     * @param keys      the first encrypts and all decrypt; empty where nothing personal is to be asked for
     * @param kept      how long an address is kept after its parcel left
     * @param verifiers whether coupons are confirmed at /redeem
     * @param packets   how red packets are paid; empty where they are not
     */
    public record Claims(List<Secret> keys, Duration kept, boolean verifiers, Optional<RedPackets> packets) {
        /** The keys' own texts. */
        public List<String> secrets() {
            return keys.stream().map(Secret::reveal).toList();
        }
    }

    /**
     * How red packets are paid.
     *
     * @param firstWait until one that was not paid is tried again; twice as long each time
     */
    public record RedPackets(Duration firstWait) {
    }

    /** How strict to be about secrets and stand-ins. */
    public enum Mode { PRODUCTION, DEMO }

    /** How players sign in: by a name, by the WeChat account's own secret, or through the partner who keeps that secret. */
    public enum SignIn { SIMPLE, WECHAT_DIRECT, WECHAT_PARTNER }

    /** Who gets the campaign's page. */
    public enum Browser { WECHAT, ANY }

    /**
     * The WeChat account and what a campaign uses of it.
     *
     * @param account        its app id and secret; there when the sign-in is direct
     * @param partner        who keeps the secret; there when the sign-in goes through a partner
     * @param apiOrigin      where nodes call WeChat
     * @param openOrigin     where players' browsers sign in
     * @param script         WeChat's script for pages
     * @param callbackOrigin the origin that players come back to; empty for the entry origin that they came through
     * @param browser        who gets the campaign's page
     * @param followCheck    whether the page hints to those who do not follow the account
     */
    public record WeChat(Optional<Account> account, Optional<Partner> partner, URI apiOrigin, URI openOrigin, URI script,
                         Optional<String> callbackOrigin, Browser browser, boolean followCheck) {
    }

    /**
     * An account of our own.
     *
     * @param appId  as WeChat gave it
     * @param secret the app secret
     */
    public record Account(String appId, Secret secret) {
    }

    /**
     * The partner who keeps the account's secret.
     *
     * @param origin  where the wrapped functions are
     * @param key     signs our calls
     * @param nextKey the one that takes over, while keys are rotated
     */
    public record Partner(URI origin, Key key, Optional<Key> nextKey) {
    }

    /**
     * A shared key.
     *
     * @param id     its name, which travels with each call
     * @param secret never travels
     */
    public record Key(String id, Secret secret) {
    }

    /**
     * A value that must not be printed.
     *
     * @param reveal the value itself
     */
    public record Secret(String reveal) {
        @Override
        public String toString() {
            return "(hidden)";
        }
    }

    /**
     * A server's address.
     *
     * @param host a name, an IPv4 literal, or an IPv6 literal in brackets
     * @param port 1 to 65535
     */
    public record HostAndPort(String host, int port) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /**
     * One account on the MariaDB servers.
     *
     * @param hosts    the primary first, one or more
     * @param name     the schema
     * @param user     the account
     * @param password its password
     * @param poolSize connections kept, 2 to 100
     */
    public record Database(List<HostAndPort> hosts, String name, String user, Secret password, int poolSize) {
    }

    /**
     * One Redis.
     *
     * @param hosts    the server, or the Sentinels that know where it is
     * @param master   the name under which Sentinels watch it; empty for a server that stands alone
     * @param tls      whether it is spoken to over TLS
     * @param user     empty for Redis's default user
     * @param password empty when it asks for none
     * @param database its number there, 0 or more
     */
    public record RedisInstance(List<HostAndPort> hosts, Optional<String> master, boolean tls, Optional<String> user, Optional<Secret> password,
                                int database) {
        /** Its URL without user and password, for logs. */
        @Override
        public String toString() {
            return (tls ? "rediss" : "redis") + (master.isPresent() ? "-sentinel://" : "://")
                    + hosts.stream().map(HostAndPort::toString).collect(Collectors.joining(",")) + "/" + database + master.map(name -> "#" + name).orElse("");
        }
    }

    /**
     * The signed identity cookie.
     *
     * @param secret signs it and derives player ids, 32 characters or more
     * @param age    how long one is good
     */
    public record Identity(Secret secret, Duration age) {
    }

    /**
     * The draw's one call.
     *
     * @param deadline         after this the call is given up and refuses itself
     * @param redisConnections connections that all draws of a node share
     */
    public record Draw(Duration deadline, int redisConnections) {
    }

    /**
     * How draws reach the database.
     *
     * @param groupRows       draws in one transaction, at most
     * @param candidateWait   how long a candidate waits for its commit before the answer is "being confirmed"
     * @param ownAge          older entries of a node are the sweeper's
     * @param streamHighWater entries of the stream at which draws are busy
     * @param sweepAge        the sweeper takes entries older than this; more than {@code ownAge}
     */
    public record Ledger(int groupRows, Duration candidateWait, Duration ownAge, long streamHighWater, Duration sweepAge) {
    }
}
