package org.turntable.tool.mariadb.redpacket;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import org.turntable.claim.redpacket.RedPackets.State;
import org.turntable.mariadb.claim.ClaimTransactions;
import org.turntable.mariadb.claim.MariaDbAddressBook;
import org.turntable.mariadb.claim.MariaDbRedPackets;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.DrawKey;
import org.turntable.player.PlayerId;
import org.turntable.tool.redpacket.RedPacketAdministration;

/** Administration of red packets in {@code red_packet} and {@code red_packet_prize}. */
public final class MariaDbRedPacketAdministration implements RedPacketAdministration {
    private static final SqlStatement SET_AMOUNT = new SqlStatement(StatementBudget.RED_PACKET_AMOUNT, """
            INSERT INTO red_packet_prize (prize_id, amount_fen) SELECT p.id, ? FROM prize p JOIN campaign c ON c.id = p.campaign_id
            WHERE p.id = ? AND p.kind = 'red_packet'
                  AND (c.state = 'draft' OR NOT EXISTS (SELECT 1 FROM red_packet_prize already WHERE already.prize_id = p.id))
            ON DUPLICATE KEY UPDATE amount_fen = VALUES(amount_fen)""");
    private static final SqlStatement LIST = new SqlStatement(StatementBudget.RED_PACKETS_IN_STATE, """
            SELECT campaign_id, player_id, draw_number, amount_fen, state, tries, said FROM red_packet
            WHERE state = ? ORDER BY next_try_at LIMIT 1000""");
    private static final SqlStatement NOT_COLLECTED = new SqlStatement(StatementBudget.RED_PACKETS_NOT_COLLECTED, """
            SELECT COUNT(*) FROM prize_unit u JOIN prize p ON p.id = u.prize_id
                 LEFT JOIN red_packet r ON r.campaign_id = p.campaign_id AND r.player_id = u.player_id AND r.draw_number = u.draw_number
            WHERE u.prize_id = ? AND u.player_id IS NOT NULL AND r.draw_number IS NULL""");
    /** Back to the state of a call with an unknown outcome: the partner is asked for it before anything is sent. */
    private static final SqlStatement RETRY = new SqlStatement(StatementBudget.RED_PACKET_RETRY, """
            UPDATE red_packet SET state = 'asked', tries = 0, next_try_at = UTC_TIMESTAMP(3)
            WHERE campaign_id = ? AND player_id = ? AND draw_number = ? AND state = 'failed'""");

    private static final SqlStatement GIVE_UP = new SqlStatement(StatementBudget.RED_PACKET_GIVE_UP, """
            UPDATE red_packet SET state = 'given_up', key_id = NULL, sealed = NULL, over_at = UTC_TIMESTAMP(3), given_up_by = ?, reason = ?
            WHERE campaign_id = ? AND player_id = ? AND draw_number = ? AND state = 'failed'""");

    private final ClaimTransactions transactions;

    public MariaDbRedPacketAdministration(ClaimTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public boolean setAmount(int prizeId, int amountFen) throws DatabaseUnavailableException {
        return transactions.run(connection -> {
            try (PreparedStatement statement = SET_AMOUNT.prepare(connection)) {
                statement.setInt(1, amountFen);
                statement.setInt(2, prizeId);
                return statement.executeUpdate() > 0;
            }
        });
    }

    @Override
    public List<Listed> list(State state) throws DatabaseUnavailableException {
        return transactions.run(connection -> {
            try (PreparedStatement statement = LIST.prepare(connection)) {
                statement.setString(1, state.word());
                List<Listed> all = new ArrayList<>();
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        all.add(new Listed(
                                new DrawKey(row.getInt(1), PlayerId.of(row.getBytes(2)), row.getInt(3)),
                                row.getInt(4),
                                MariaDbRedPackets.state(row.getString(5)),
                                row.getInt(6),
                                row.getString(7)));
                    }
                }
                return all;
            }
        });
    }

    @Override
    public int notCollected(int prizeId) throws DatabaseUnavailableException {
        return transactions.run(connection -> {
            try (PreparedStatement statement = NOT_COLLECTED.prepare(connection)) {
                statement.setInt(1, prizeId);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    return row.getInt(1);
                }
            }
        });
    }

    @Override
    public boolean retry(DrawKey draw) throws DatabaseUnavailableException {
        return transactions.run(connection -> {
            try (PreparedStatement statement = RETRY.prepare(connection)) {
                MariaDbAddressBook.key(statement, 1, draw);
                return statement.executeUpdate() == 1;
            }
        });
    }

    @Override
    public boolean giveUp(DrawKey draw, String by, String reason) throws DatabaseUnavailableException {
        return transactions.run(connection -> {
            try (PreparedStatement statement = GIVE_UP.prepare(connection)) {
                statement.setString(1, by);
                statement.setString(2, reason);
                MariaDbAddressBook.key(statement, 3, draw);
                return statement.executeUpdate() == 1;
            }
        });
    }
}
