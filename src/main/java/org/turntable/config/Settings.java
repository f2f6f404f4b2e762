package org.turntable.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * All settings of a node, validated once at its start and immutable after that: {@link SettingsReader} creates it.
 * {@code toString} of any part of it shows no secret.
 *
 * @param mode how strict the checks of secrets and test doubles are
 * @param nodeId the name of this node, 1 to 60 characters
 * @param entryOrigins public origins as browsers send them, one or more
 * @param entryFallback whether pages try the other entry origins when their own does not answer
 * @param consoleOrigin origin of the operators' console; empty for no console
 * @param console how operators sign in
 * @param database MariaDB with the application's account
 * @param drawsRedis the Redis for draws
 * @param sessionsRedis the Redis for sessions and caches
 * @param redisAuthorities PEM file of the certificate authorities for Redis over TLS; empty for those of the platform
 * @param identity the signed identity cookie
 * @param opsToken bearer token of the routes for ops; if empty, the node refuses these requests
 * @param signIn how players sign in
 * @param weChat the WeChat account and the functions of it that a campaign uses
 * @param claims how prizes are claimed
 * @param defaultCampaign slug of the campaign to which the root path redirects
 * @param draw the Redis call of a draw
 * @param ledger how draws are written to the database
 * @param signals from when on draws look like those of a script
 */
public record Settings(
        Mode mode,
        String nodeId,
        List<String> entryOrigins,
        boolean entryFallback,
        Optional<String> consoleOrigin,
        Console console,
        DatabaseSettings database,
        RedisInstance drawsRedis,
        RedisInstance sessionsRedis,
        Optional<Path> redisAuthorities,
        Identity identity,
        Optional<Secret> opsToken,
        SignIn signIn,
        WeChatSettings weChat,
        ClaimSettings claims,
        Optional<String> defaultCampaign,
        Draw draw,
        Ledger ledger,
        Signals signals) {

    /** How strict the checks of secrets and test doubles are. */
    public enum Mode {
        PRODUCTION,
        DEMO
    }

    /**
     * How players sign in: with a name only, with the app secret of the WeChat account, or through the partner that has
     * that secret.
     */
    public enum SignIn {
        SIMPLE,
        WECHAT_DIRECT,
        WECHAT_PARTNER
    }

    /**
     * How operators sign in to the console.
     *
     * @param factorRequired whether a second factor is required
     * @param idle time without a request of the operator after which a session ends
     */
    public record Console(boolean factorRequired, Duration idle) {
        private static final Pattern CHOICE = Pattern.compile("required|optional");

        /** Reads it. */
        static Console read(SettingChecks check, Mode mode) {
            boolean required = check.optional(SettingKey.CONSOLE_SECOND_FACTOR, CHOICE, "give required or optional")
                    .map("required"::equals)
                    .orElse(mode != Mode.DEMO);
            if (mode != Mode.DEMO && !required) {
                check.problem(
                        SettingKey.CONSOLE_SECOND_FACTOR,
                        "is optional, which mode=production refuses, because a password alone would open the console; "
                                + "remove it or give required");
            }
            return new Console(required, Duration.ofMinutes(check.whole(SettingKey.CONSOLE_IDLE, 5, 240)));
        }
    }

    /**
     * The Redis for draws.
     *
     * @param redis its address and account
     * @param authorities PEM file of the trusted certificate authorities; empty for those of the Java platform
     */
    public record DrawsRedis(RedisInstance redis, Optional<Path> authorities) {}

    /**
     * The signed identity cookie.
     *
     * @param secret signs it and derives player ids, 32 characters or more
     * @param age how long a cookie is valid
     */
    public record Identity(Secret secret, Duration age) {}

    /**
     * The Redis call of a draw.
     *
     * @param deadline time after which the node gives up and the script refuses to run
     * @param redisConnections connections that all draws of a node share
     */
    public record Draw(Duration deadline, int redisConnections) {}

    /**
     * How draws are written to the database.
     *
     * @param groupRows greatest number of draws in one transaction
     * @param candidateWait how long a candidate waits for its commit before the answer is "being confirmed"
     * @param ownAge entries of a node that are older are written by the sweeper
     * @param streamHighWater number of stream entries at which draws are answered with "busy"
     * @param sweepAge the sweeper takes entries older than this; more than {@code ownAge}
     * @param memoryBytes the memory in which a node keeps its draws until MariaDB has them
     */
    public record Ledger(
            int groupRows,
            Duration candidateWait,
            Duration ownAge,
            long streamHighWater,
            Duration sweepAge,
            long memoryBytes) {}

    /**
     * Signals of automated play, which a node records beside players.
     *
     * @param addressDraws draws of one address in ten seconds on a node, from which on they are a signal
     * @param networkDraws the same of one network
     * @param newPlayers new players of one address or device in a minute on a node, from which on they are a signal
     * @param quickTap from the page to the draw; less is a signal
     * @param kept how long the signals of a player are kept after the last one
     */
    public record Signals(int addressDraws, int networkDraws, int newPlayers, Duration quickTap, Duration kept) {
        private static final int MOST = 1_000_000;

        static Signals read(SettingChecks check) {
            return new Signals(
                    (int) check.whole(SettingKey.SIGNALS_ADDRESS_DRAWS, 1, MOST),
                    (int) check.whole(SettingKey.SIGNALS_NETWORK_DRAWS, 1, MOST),
                    (int) check.whole(SettingKey.SIGNALS_NEW_PLAYERS, 2, MOST),
                    check.millis(SettingKey.SIGNALS_QUICK_TAP, 0, 5_000),
                    Duration.ofDays(check.whole(SettingKey.SIGNALS_DAYS, 1, 730)));
        }
    }
}
