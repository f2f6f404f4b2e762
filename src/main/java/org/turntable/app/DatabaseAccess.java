package org.turntable.app;

import org.turntable.mariadb.MariaDbPools.Access;

/** Turns the settings of the database into what its adapter takes. */
public final class DatabaseAccess {
    private DatabaseAccess() {
    }

    /** Where the database is, and as whom to go there. */
    public static Access of(Settings.Database database) {
        return new Access(database.hosts().stream().map(Settings.HostAndPort::toString).toList(), database.name(), database.user(),
                database.password().reveal());
    }
}
