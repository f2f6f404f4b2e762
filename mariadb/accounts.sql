-- Turntable's database and its accounts. Run as root on BOTH servers: it stays out of the binlog, so that each server has its accounts
-- before it replicates, and closed servers take it too.
--
-- Replace these first (README.md shows a command that does it without leaving a password in the shell's history):
--   @DATABASE@               turntable; database.name in turntable.properties
--   @APPLICATION_HOSTS@      where Tomcat nodes connect from, such as 10.20.0.% (never wider than needed)
--   @APPLICATION_PASSWORD@   database.password
--   @MIGRATION_HOSTS@        where turntable-ops runs
--   @MIGRATION_PASSWORD@     database.migration.password
--   @MONITOR_HOSTS@          where turntable-ops runs
--   @MONITOR_PASSWORD@       database.monitor.password
--   @REPLICATION_HOSTS@      the two database hosts
--   @REPLICATION_PASSWORD@   failover.replication.password
--   @AGENT_HOSTS@            where the fail-over agent runs
--   @AGENT_PASSWORD@         failover.password
--   @BACKUP_PASSWORD@        for backups, which are made on the servers themselves
-- It can be run again: passwords and grants are then set to what stands here. Both servers, always.

SET SESSION sql_log_bin = 0;

CREATE DATABASE IF NOT EXISTS `@DATABASE@` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- The replica's log-in.
CREATE USER IF NOT EXISTS 'turntable_replica'@'@REPLICATION_HOSTS@' IDENTIFIED BY '@REPLICATION_PASSWORD@';
ALTER USER 'turntable_replica'@'@REPLICATION_HOSTS@' IDENTIFIED BY '@REPLICATION_PASSWORD@';
GRANT REPLICATION SLAVE ON *.* TO 'turntable_replica'@'@REPLICATION_HOSTS@';

-- The nodes: rows, never tables. No SUPER, no READ ONLY ADMIN: either would write past read_only, on a node that was fenced off.
CREATE USER IF NOT EXISTS 'turntable_app'@'@APPLICATION_HOSTS@' IDENTIFIED BY '@APPLICATION_PASSWORD@';
ALTER USER 'turntable_app'@'@APPLICATION_HOSTS@' IDENTIFIED BY '@APPLICATION_PASSWORD@';
GRANT SELECT, INSERT, UPDATE, DELETE ON `@DATABASE@`.* TO 'turntable_app'@'@APPLICATION_HOSTS@';

-- turntable-ops migrate: tables too, of this database alone.
CREATE USER IF NOT EXISTS 'turntable_migration'@'@MIGRATION_HOSTS@' IDENTIFIED BY '@MIGRATION_PASSWORD@';
ALTER USER 'turntable_migration'@'@MIGRATION_HOSTS@' IDENTIFIED BY '@MIGRATION_PASSWORD@';
GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES, CREATE VIEW, TRIGGER, LOCK TABLES, CREATE TEMPORARY TABLES
    ON `@DATABASE@`.* TO 'turntable_migration'@'@MIGRATION_HOSTS@';

-- The fail-over agent: opens and closes servers, points the replica, ends sessions, and sees no row of anybody. It is exempt from the refusal of
-- log-ins that it leaves on a closed server (CONNECTION ADMIN), and gets in by extra_port when all connections are taken.
CREATE USER IF NOT EXISTS 'turntable_agent'@'@AGENT_HOSTS@' IDENTIFIED BY '@AGENT_PASSWORD@';
ALTER USER 'turntable_agent'@'@AGENT_HOSTS@' IDENTIFIED BY '@AGENT_PASSWORD@';
GRANT READ_ONLY ADMIN, REPLICATION MASTER ADMIN, REPLICATION SLAVE ADMIN, SLAVE MONITOR, CONNECTION ADMIN, PROCESS, RELOAD
    ON *.* TO 'turntable_agent'@'@AGENT_HOSTS@';

-- The agent's mark on the disk of each server: the last term and its writer. Each server has its own, so it is never replicated (BINLOG ADMIN
-- is what sql_log_bin = 0 needs).
CREATE DATABASE IF NOT EXISTS turntable_agent CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
CREATE TABLE IF NOT EXISTS turntable_agent.mark (
    id TINYINT UNSIGNED NOT NULL PRIMARY KEY, term BIGINT UNSIGNED NOT NULL, writer VARCHAR(300) NOT NULL, marked_at DATETIME(3) NOT NULL
) ENGINE = InnoDB;
GRANT BINLOG ADMIN ON *.* TO 'turntable_agent'@'@AGENT_HOSTS@';
GRANT SELECT, INSERT, UPDATE ON turntable_agent.mark TO 'turntable_agent'@'@AGENT_HOSTS@';

-- mariadb-backup, through the server's own socket alone.
CREATE USER IF NOT EXISTS 'turntable_backup'@'localhost' IDENTIFIED BY '@BACKUP_PASSWORD@';
ALTER USER 'turntable_backup'@'localhost' IDENTIFIED BY '@BACKUP_PASSWORD@';
GRANT RELOAD, PROCESS, LOCK TABLES, BINLOG MONITOR, SLAVE MONITOR ON *.* TO 'turntable_backup'@'localhost';

-- turntable-ops schema check and add-index, on each server: the agent's mark refuses nodes and migrations on the replica, and not this one.
-- information_schema shows an account the tables on which it has a privilege, with their indexes. SHOW VIEW is the least that does: it reads no
-- row and changes nothing. SELECT would read players' rows; INDEX, TRIGGER and CREATE VIEW change things; REFERENCES lets a foreign key, in a
-- database where the account may make tables (`test` is open to everybody on a fresh server), find out ids and block the deletion of rows.
CREATE USER IF NOT EXISTS 'turntable_monitor'@'@MONITOR_HOSTS@' IDENTIFIED BY '@MONITOR_PASSWORD@';
ALTER USER 'turntable_monitor'@'@MONITOR_HOSTS@' IDENTIFIED BY '@MONITOR_PASSWORD@';
GRANT SHOW VIEW ON `@DATABASE@`.* TO 'turntable_monitor'@'@MONITOR_HOSTS@';
