package org.turntable.tool.mariadb.schema;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** The numbered migrations of this build, for Flyway. Nodes never run them, so the WAR does not have them. */
public final class Migrations {
    /** Where they are, in Flyway's spelling. */
    public static final String LOCATION = "classpath:org/turntable/tool/migration";

    private Migrations() {}

    /**
     * A configuration that runs them and never deletes a table.
     *
     * @param database with an account that may create tables
     */
    public static FluentConfiguration on(DataSource database) {
        return Flyway.configure().dataSource(database).locations(LOCATION).cleanDisabled(true);
    }
}
