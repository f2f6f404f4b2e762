package org.turntable.tool.reimport.row;

import java.time.Instant;

/**
 * A row of {@code claim_action}, the audit trail of addresses: who exported, shipped, erased or re-encrypted them.
 *
 * @param id its id in the database from which it was read
 * @param campaignId the campaign in that database; 0 for all
 * @param action the action
 * @param rows number of winners concerned
 * @param by who did it
 * @param reason why
 * @param at when
 */
public record ActionRow(long id, int campaignId, String action, int rows, String by, String reason, Instant at) {}
