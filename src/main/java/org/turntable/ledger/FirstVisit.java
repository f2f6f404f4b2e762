package org.turntable.ledger;

import org.turntable.player.PlayerId;

/**
 * A player's first visit to a campaign.
 *
 * @param campaignId the campaign
 * @param player the player
 * @param entryId the entry's id in the stream
 */
public record FirstVisit(int campaignId, PlayerId player, String entryId) implements LedgerEntry {}
