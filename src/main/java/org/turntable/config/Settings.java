package org.turntable.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * All settings of a node, validated once at its start and immutable after that: {@link SettingsReader} creates it.
 * {@code toString} of any part of it shows no secret.
 *
 * @param mode how strict the checks of secrets and test doubles are
 * @param nodeId the name of this node, 1 to 60 characters
 * @param entryOrigins public origins as browsers send them, one or more
 * @param entryFallback whether pages try the other entry origins when their own does not answer
 * @param consoleOrigin origin of the operators' console; empty for no console
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
 */
public record Settings(
        Mode mode,
        String nodeId,
        List<String> entryOrigins,
        boolean entryFallback,
        Optional<String> consoleOrigin,
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
        Ledger ledger) {

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
}
