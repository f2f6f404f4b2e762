package org.turntable.promises.matrix;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.turntable.campaign.CampaignAdministration.CampaignDefinition;
import org.turntable.promises.draw.DrawingPlayers.Told;
import org.turntable.promises.draw.ToldAndStored;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.MariaDbServer;
import org.turntable.testing.stack.RedisServer;

/**
 * Compares what players were told with both databases: no told result is lost, no prize is given more often than there
 * are units or than its release line lets out, and no player has more draws than chances.
 */
final class MatrixChecks {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final MatrixSystem system;
    private final int campaignId;
    private final boolean lossesMayBeForgotten;
    private final List<String> violations = new ArrayList<>();

    MatrixChecks(MatrixSystem system, int campaignId, boolean lossesMayBeForgotten) {
        this.system = system;
        this.campaignId = campaignId;
        this.lossesMayBeForgotten = lossesMayBeForgotten;
    }

    /** Waits until everything that was admitted is stored on a complete pair. */
    MatrixChecks awaitStored() {
        String key = "tt:{" + campaignId + "}:";
        RedisServer redis = system.cluster().draws();
        Await.until(
                "every draw is in MariaDB",
                LIMIT,
                () -> redis.command("HGET", key + "head", "epoch") != null
                        && "0".equals(redis.command("XLEN", key + "ledger")));
        system.awaitWhole();
        return this;
    }

    /** Every difference as one sentence; empty if all is well. */
    List<String> violations(CampaignDefinition definition, List<Told> told) throws SQLException {
        for (MariaDbServer server : system.cluster().failoverPair().servers()) {
            String name = server == system.writer() ? "the writer" : "the replica";
            compareWithTold(server, name, told);
            compareUnits(server, name, definition);
            compareChances(server, name);
        }
        String dead = system.cluster().draws().command("XLEN", "tt:{" + campaignId + "}:dead");
        if (!"0".equals(dead)) {
            violations.add(dead + " draws could not be stored and were set aside");
        }
        return violations;
    }

    private void compareWithTold(MariaDbServer server, String name, List<Told> told) throws SQLException {
        ToldAndStored found =
                ToldAndStored.compare(told, server, system.cluster().draws());
        report(found.lostWins(), "told wins are not on " + name);
        if (!lossesMayBeForgotten) {
            report(found.lostLosses(), "told losses are not on " + name);
        }
    }

    private void report(List<Told> lost, String what) {
        if (!lost.isEmpty()) {
            violations.add(lost.size() + " " + what + ", the first: " + lost.get(0));
        }
    }

    private void compareUnits(MariaDbServer server, String name, CampaignDefinition definition) {
        // The time that decides on a release is the latest one that Redis has seen.
        String clock = system.cluster().draws().command("HGET", "tt:{" + campaignId + "}:head", "clock");
        Instant latest = Instant.now();
        if (clock != null && Long.parseLong(clock) > latest.toEpochMilli()) {
            latest = Instant.ofEpochMilli(Long.parseLong(clock));
        }
        for (int position = 1; position <= definition.prizes().size(); position++) {
            String prize = "(SELECT id FROM turntable.prize WHERE campaign_id = " + campaignId + " AND position = "
                    + position + ")";
            long won = Long.parseLong(server.ask(
                    "SELECT COUNT(*) FROM turntable.draw WHERE unit_ordinal IS NOT NULL AND prize_id = " + prize));
            long given = Long.parseLong(server.ask("SELECT COUNT(*) FROM turntable.prize_unit WHERE player_id IS NOT "
                    + "NULL AND prize_id = " + prize));
            long matching = Long.parseLong(server.ask("SELECT COUNT(*) FROM turntable.draw d JOIN turntable.prize_unit"
                    + " u ON u.prize_id = d.prize_id AND u.ordinal = d.unit_ordinal AND u.player_id = d.player_id"
                    + " AND u.draw_number = d.number WHERE d.prize_id = " + prize));
            long released = definition
                    .release()
                    .released(latest, definition.prizes().get(position - 1).units());
            if (won > released || given > released) {
                violations.add("prize " + position + " on " + name + ": " + won + " wins and " + given
                        + " units given of " + released + " released");
            }
            if (won != matching || given != matching) {
                violations.add("prize " + position + " on " + name + ": " + won + " wins, " + given
                        + " units given, and " + matching + " of them say the same");
            }
        }
    }

    private void compareChances(MariaDbServer server, String name) {
        List<String> players = server.askAll("SELECT CONCAT(LOWER(HEX(player_id)), ' has ', COUNT(*), ' draws up to ',"
                + " MAX(number)) FROM turntable.draw WHERE campaign_id = " + campaignId
                + " GROUP BY player_id HAVING COUNT(*) > " + MatrixCampaign.CHANCES
                + " OR MAX(number) > COUNT(*) OR MIN(number) < 1");
        if (!players.isEmpty()) {
            violations.add(players.size() + " players on " + name + " have draws beyond their chances or between"
                    + " which one is missing, the first: " + players.get(0));
        }
    }
}
