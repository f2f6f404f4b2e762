/** The tables and indexes: migrated, looked at, added to. */
package org.turntable.cli.schema;
