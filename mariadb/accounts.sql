-- Turntable's database and its three accounts. Run as root on the PRIMARY; the replica gets them by replication.
--
-- Replace these first (README.md shows a command that does it without leaving a password in the shell's history):
--   @DATABASE@               turntable; database.name in turntable.properties
--   @APPLICATION_HOSTS@      where Tomcat nodes connect from, such as 10.20.0.% (never wider than needed)
--   @APPLICATION_PASSWORD@   database.password
--   @MIGRATION_HOSTS@        where turntable-ops runs
--   @MIGRATION_PASSWORD@     database.migration.password
--   @REPLICATION_HOSTS@      the two database hosts
--   @REPLICATION_PASSWORD@   for CHANGE MASTER TO
-- It can be run again: passwords and grants are then set to what stands here.

CREATE DATABASE IF NOT EXISTS `@DATABASE@` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- The replica's log-in. First, because nothing can be written until a replica acknowledges it.
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
