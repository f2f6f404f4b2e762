package org.turntable.redis;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.turntable.config.RedisInstance;
import org.turntable.config.Secret;
import org.turntable.config.StartupException;

/** Converts the settings of a Redis into the address that its adapter uses. */
public final class RedisAddresses {
    private RedisAddresses() {}

    /**
     * @param authorities PEM file of the trusted authorities for TLS; empty for those of the Java platform
     * @throws StartupException if the file cannot be used
     */
    public static RedisAddress of(RedisInstance redis, Optional<Path> authorities) {
        try {
            Optional<RedisTls> tls = redis.tls() ? Optional.of(RedisTls.trusting(authorities)) : Optional.empty();
            return RedisAddress.of(
                    redis.hosts().stream()
                            .map(host -> RedisAddress.host(host.host(), host.port()))
                            .toList(),
                    redis.master(),
                    tls,
                    redis.user().orElse(null),
                    redis.password().map(Secret::reveal).orElse(null),
                    redis.database());
        } catch (IOException unusable) {
            throw new StartupException(
                    List.of("redis.tls.ca: " + unusable.getMessage() + "; name a PEM file of certificates"));
        }
    }
}
