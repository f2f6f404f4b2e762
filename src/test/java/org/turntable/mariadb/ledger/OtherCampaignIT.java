package org.turntable.mariadb.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.turntable.ledger.LedgerEntry;
import org.turntable.ledger.LedgerStore.OtherCampaignException;
import org.turntable.mariadb.pool.CampaignOnPair;
import org.turntable.player.Players;

/** A node has draws in memory while their campaign is made anew under its number. */
class OtherCampaignIT {
    @Test
    void drawsOfTheCampaignOfBeforeAreNotWrittenAndTheUnitsStayFree() throws Exception {
        try (CampaignOnPair database = new CampaignOnPair().start()) {
            database.newCampaign();
            String before = uid(database);
            MariaDbLedgerStore store = new MariaDbLedgerStore(database.pool(), "this node");
            int id = database.campaignId();
            assertEquals(
                    1,
                    store.write(List.of(database.entry(Players.player(1), 1, 0)), Map.of(id, before))
                            .size());

            database.newCampaignWithTheSameId();
            List<LedgerEntry> held = List.of(
                    database.entry(Players.player(2), 0, 0), database.entry(Players.player(2), 1, database.prizeId(1)));
            OtherCampaignException refused =
                    assertThrows(OtherCampaignException.class, () -> store.write(held, Map.of(id, before)));
            assertEquals(id, refused.campaignId());
            assertEquals(0, database.count("draw"));
            assertEquals(0, database.count("player"));
            assertEquals(0, database.count("prize_unit WHERE player_id IS NOT NULL"));

            assertEquals(2, store.write(held, Map.of(id, uid(database))).size());
            assertEquals(1, database.count("draw"));
            assertEquals(1, database.count("prize_unit WHERE player_id IS NOT NULL"));
        }
    }

    private static String uid(CampaignOnPair database) {
        return database.ask("SELECT uid FROM turntable.campaign WHERE id = " + database.campaignId());
    }
}
