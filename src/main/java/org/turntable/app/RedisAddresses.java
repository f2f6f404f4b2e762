package org.turntable.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.turntable.app.Settings.RedisInstance;
import org.turntable.redis.RedisAddress;
import org.turntable.redis.RedisTls;

/** Turns the settings of a Redis into the address that its adapter takes. */
public final class RedisAddresses {
    private RedisAddresses() {
    }

    /**
     * @param authorities whose certificates it may show over TLS
     * @throws StartRefused when these cannot be used
     */
    public static RedisAddress of(RedisInstance redis, Optional<Path> authorities) {
        try {
            Optional<RedisTls> tls = redis.tls() ? Optional.of(RedisTls.trusting(authorities)) : Optional.empty();
            return RedisAddress.of(redis.hosts().stream().map(host -> RedisAddress.host(host.host(), host.port())).toList(), redis.master(), tls,
                    redis.user().orElse(null), redis.password().map(Settings.Secret::reveal).orElse(null), redis.database());
        } catch (IOException unusable) {
            throw new StartRefused(List.of("redis.tls.ca: " + unusable.getMessage() + "; name a PEM file of certificates"));
        }
    }
}
