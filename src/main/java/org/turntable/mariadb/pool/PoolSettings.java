package org.turntable.mariadb.pool;

import org.turntable.config.DatabaseSettings;
import org.turntable.config.HostAndPort;
import org.turntable.mariadb.pool.MariaDbPools.Access;

/** Converts the database settings to what the pools take. */
public final class PoolSettings {
    private PoolSettings() {}

    /** The servers and the account of the settings. */
    public static Access of(DatabaseSettings database) {
        return new Access(
                database.hosts().stream().map(HostAndPort::toString).toList(),
                database.name(),
                database.user(),
                database.password().reveal());
    }
}
