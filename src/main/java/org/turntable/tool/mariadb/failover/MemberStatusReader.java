package org.turntable.tool.mariadb.failover;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.turntable.tool.failover.policy.MemberStatus;
import org.turntable.tool.failover.policy.StoredMark;

/** Reads the status of a server. */
final class MemberStatusReader {
    private static final String VARIABLES = """
        SELECT @@read_only, @@rpl_semi_sync_master_enabled, @@gtid_binlog_pos, @@gtid_slave_pos, @@init_connect, CONCAT_WS(', ',
            IF(@@log_bin, NULL, 'log_bin'), IF(@@gtid_strict_mode, NULL, 'gtid_strict_mode'), IF(@@log_slave_updates, NULL, 'log_slave_updates'),
            IF(@@sync_binlog = 1, NULL, 'sync_binlog'), IF(@@innodb_flush_log_at_trx_commit = 1, NULL, 'innodb_flush_log_at_trx_commit'),
            IF(@@rpl_semi_sync_master_wait_point = 'AFTER_SYNC', NULL, 'rpl_semi_sync_master_wait_point'),
            IF(@@rpl_semi_sync_master_timeout > 86400000, NULL, 'rpl_semi_sync_master_timeout'),
            IF(@@rpl_semi_sync_master_wait_no_slave, NULL, 'rpl_semi_sync_master_wait_no_slave')),
            (SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE STATE LIKE 'Waiting for someone to free space%'), @@server_id\
        """;
    private static final String STATUS = """
        SHOW GLOBAL STATUS WHERE Variable_name IN
        ('Rpl_semi_sync_slave_status', 'Rpl_semi_sync_master_clients', 'Rpl_semi_sync_master_wait_sessions', 'Rpl_semi_sync_master_yes_tx',
         'Handler_prepare', 'Handler_rollback')\
        """;
    private static final String REPLICATION = "SHOW ALL SLAVES STATUS";

    /** Unknown database, no right on it, no right on the table, unknown table. */
    private static final Set<Integer> NOT_THERE = Set.of(1049, 1044, 1142, 1146);

    private static final String REPLICAS = "SHOW SLAVE HOSTS";
    private static final String STORED_MARK = "SELECT term, writer FROM turntable_agent.mark WHERE id = 1";

    private MemberStatusReader() {}

    static MemberStatus read(Connection connection, boolean lockedByOther) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            Map<String, Long> status = new HashMap<>();
            try (ResultSet rows = statement.executeQuery(STATUS)) {
                while (rows.next()) {
                    String value = rows.getString(2);
                    status.put(
                            rows.getString(1).toLowerCase(java.util.Locale.ROOT),
                            isOn(value) ? 1 : "OFF".equals(value) ? 0 : Long.parseLong(value));
                }
            }
            Optional<MemberStatus.Replication> replication;
            try (ResultSet rows = statement.executeQuery(REPLICATION)) {
                replication = rows.next()
                        ? Optional.of(replication(rows, status.getOrDefault("rpl_semi_sync_slave_status", 0L) == 1))
                        : Optional.empty();
            }
            Set<Long> replicas = new HashSet<>();
            try (ResultSet rows = statement.executeQuery(REPLICAS)) {
                while (rows.next()) {
                    replicas.add(rows.getLong("Server_id"));
                }
            }
            Optional<StoredMark> storedMark = storedMark(statement);
            try (ResultSet rows = statement.executeQuery(VARIABLES)) {
                rows.next();
                return new MemberStatus(
                        isOn(rows.getString(1)),
                        isOn(rows.getString(2)),
                        new MemberStatus.Replicas(
                                status.getOrDefault("rpl_semi_sync_master_clients", 0L)
                                        .intValue(),
                                replicas),
                        status.getOrDefault("rpl_semi_sync_master_wait_sessions", 0L)
                                .intValue(),
                        status.getOrDefault("rpl_semi_sync_master_yes_tx", 0L),
                        text(rows.getString(3)),
                        text(rows.getString(4)),
                        rows.getLong(8),
                        AgentMarkText.read(rows.getString(5)),
                        storedMark,
                        replication,
                        lockedByOther,
                        rows.getInt(7) > 0,
                        text(rows.getString(6)),
                        new MemberStatus.Commits(
                                status.getOrDefault("handler_prepare", 0L),
                                status.getOrDefault("handler_rollback", 0L)));
            }
        }
    }

    /** Empty where accounts.sql of an earlier version made no table, or no right, for it. */
    private static Optional<StoredMark> storedMark(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery(STORED_MARK)) {
            return Optional.of(
                    rows.next() ? new StoredMark(rows.getLong(1), text(rows.getString(2))) : StoredMark.NONE);
        } catch (SQLException missing) {
            if (NOT_THERE.contains(missing.getErrorCode())) {
                return Optional.empty();
            }
            throw missing;
        }
    }

    private static MemberStatus.Replication replication(ResultSet row, boolean acknowledging) throws SQLException {
        String receiving = row.getString("Slave_IO_Running");
        String error = row.getLong("Last_SQL_Errno") > 0
                ? row.getLong("Last_SQL_Errno") + " " + row.getString("Last_SQL_Error")
                : row.getLong("Last_IO_Errno") > 0
                        ? row.getLong("Last_IO_Errno") + " " + row.getString("Last_IO_Error")
                        : "";
        String activity = row.getString("Master_Log_File") + ":" + row.getString("Read_Master_Log_Pos") + ":"
                + row.getString("Slave_received_heartbeats");
        return new MemberStatus.Replication(
                row.getString("Master_Host") + ":" + row.getString("Master_Port"),
                "Yes".equals(receiving),
                acknowledging,
                "Yes".equals(row.getString("Slave_SQL_Running")),
                text(row.getString("Gtid_IO_Pos")),
                activity,
                Duration.ofMillis((long) (row.getDouble("Slave_heartbeat_period") * 1000)),
                error);
    }

    private static boolean isOn(String value) {
        return "1".equals(value) || "ON".equalsIgnoreCase(value);
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }
}
