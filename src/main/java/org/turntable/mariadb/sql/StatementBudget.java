package org.turntable.mariadb.sql;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Every SQL statement of the application, with the number of rows that the server may read for one execution (the sum
 * of Handler_read_*). A statement cannot be created without an entry here, and a test executes each one on seeded
 * tables and counts.
 *
 * <p>EXPLAIN cannot replace it: with a missing index, or a value of the wrong type, it may say "index" and the result
 * is right, while the server reads 40,000 rows. The budget is {@code fixed}, plus {@code aKey} for each key passed in,
 * plus {@code aRow} for each row returned, counted or changed.
 */
public enum StatementBudget {
    // Requests of players: independent of the number of players.
    LEDGER_INSERT_DRAWS(0, 0, 0),
    LEDGER_INSERT_PLAYERS(0, 0, 0),
    LEDGER_STORED_DRAWS(0, 1, 0),
    LEDGER_STORED_PLAYERS(0, 1, 0),
    LEDGER_BEAT(2, 0, 0),
    LEDGER_COUNT(2, 0, 0),
    LEDGER_ACKNOWLEDGED(3, 0, 0),
    LEDGER_PROBE(2, 0, 0),
    LEDGER_CAMPAIGNS(0, 1, 0),
    UNITS_FREE(1, 0, 1),
    UNITS_FREE_NOT_HELD(1, 0, 1),
    UNITS_AWARD(0, 1, 0),
    COUPON_CODE(1, 0, 0),
    PLAYER_DRAWS(0, 1, 1),
    PLAYER_KNOWN_OR_BLOCKED(0, 2, 0),

    // Claims: a key is a winning draw, a row is one that is shown or changed. An update that changes the index by which
    // the row is found costs three reads, because the server collects the row first.
    ADDRESSES_OF_PLAYER(1, 0, 1),
    ADDRESS_FIND(1, 0, 0),
    ADDRESS_HOLD(1, 0, 0),
    ADDRESS_WIN(2, 0, 0),
    ADDRESS_INSERT(0, 0, 0),
    ADDRESS_UPDATE(3, 0, 0),
    ADDRESS_WITHDRAW(3, 0, 0),
    REDEMPTIONS_OF_PLAYER(1, 0, 1),
    REDEMPTION_COUPON(4, 0, 0),
    REDEMPTION_VERIFIER(1, 0, 0),
    REDEMPTION_INSERT(1, 0, 0),
    REDEMPTION_STANDING(1, 0, 0),
    VERIFIER_FIND(1, 0, 0),
    VERIFIER_SUCCEEDED(1, 0, 0),
    RED_PACKETS_OF_PLAYER(1, 0, 1),
    RED_PACKET_WIN(3, 0, 0),
    RED_PACKET_COLLECT(0, 0, 0),

    // Once a second on every node; a row is a red packet that is taken, or that is not in a final state.
    OUTBOX_LEASE(1, 0, 0),
    OUTBOX_DUE(2, 0, 1),
    OUTBOX_ASKED(0, 1, 0),
    OUTBOX_PAID(3, 0, 0),
    OUTBOX_LATER(3, 0, 0),
    OUTBOX_FAILED(3, 0, 0),
    OUTBOX_WAITING(12, 0, 1, true),

    // Twice an hour; a row is an address that is erased, a campaign, or an address of a campaign that has closed.
    ADDRESS_ERASE_SHIPPED(2, 0, 2),
    ADDRESS_ENDED_CAMPAIGNS(2, 0, 1, true),
    ADDRESS_ERASE_UNSHIPPED(2, 0, 2, true),

    // Every two seconds on a node with signals of automated play; a key is a player. Twice an hour; a row is deleted.
    SIGNALS_ADD(0, 3, 0),
    SIGNALS_DELETE(2, 0, 2),

    // After a loss of Redis's state; a row is a unit of the campaign; units are counted once.
    EPOCH_READ(1, 0, 0),
    EPOCH_PLAN_VERSION(1, 0, 0),
    EPOCH_FIRST(0, 0, 0),
    EPOCH_MOVE(1, 0, 0),
    EPOCH_GIVEN_OUT(20, 0, 2, true),
    EPOCH_STORED_DRAWS(0, 1, 0),

    // Once a second on every node; a row is a campaign, a prize, a breakpoint of a release line, or a revocation that
    // is still needed.
    CAMPAIGN_VERSIONS(2, 0, 1, true),
    REVOCATIONS_SINCE(2, 0, 4),

    SHOWCASE_VERSIONS(10, 0, 6),
    // Every five seconds while a campaign is open: a row is a prize of it.
    SHOWCASE_SOLD_OUT(4, 0, 3, true),

    // When a campaign's theme or rules changed, and once a minute after it has closed; a row may be a winner.
    SHOWCASE_THEME(2, 0, 1),
    SHOWCASE_PICTURE(1, 0, 0),
    SHOWCASE_RULES(2, 0, 1),
    SHOWCASE_PRIZES(2, 0, 1),
    SHOWCASE_GIVEN(2, 0, 1, true),
    SHOWCASE_WINNERS(2, 0, 2),

    // For each connection that replaces a closed one; a row is a session.
    SESSIONS_LEFT(4, 1, 4, true),

    // Before and after each sampled statement.
    SESSION_READS(600, 0, 2, true),

    // A few times a minute; a row is a session, or a column of an index.
    ACCOUNT_SESSIONS(2, 0, 2, true),
    CLOCK_OF_WRITER(0, 0, 0),
    SCHEMA_INDEXES(20, 0, 8, true),

    // When a plan changed; units are counted, so a row may be a unit.
    CAMPAIGNS_PUBLISHED(2, 0, 1, true),
    CAMPAIGNS_ALL(3, 0, 4, true),
    CAMPAIGN_OF_SLUG(3, 0, 0),
    CAMPAIGN_FOR_REHEARSALS(2, 0, 2),
    CAMPAIGN_RELEASES(0, 1, 1),
    CAMPAIGN_PRIZES(0, 1, 2),
    CAMPAIGN_OWN_RELEASES(0, 1, 2, true),
    CAMPAIGN_STOCKS(12, 6, 2, true),

    // Four times a second: which server is the writer.
    SERVER_READ_ONLY(0, 0, 0),

    // At a start and at a push.
    SCHEMA_VERSION(2, 0, 1, true),
    REHEARSAL_FREE_UNITS(2, 0, 2, true),
    REHEARSAL_CLEAR_DRAWS(2, 0, 2),
    REHEARSAL_CLEAR_PLAYERS(2, 0, 2),

    // Pages of the console; a row is a node that has ever written, an operator, or a player who was blocked.
    LEDGER_TOTAL(2, 0, 1, true),
    BLOCK_CHANGE(1, 0, 0),
    BLOCK_REVISION(1, 0, 0),
    BLOCK_CONFIRM(3, 0, 0),
    BLOCKS_OF_CAMPAIGN(2, 0, 1, true),
    OPERATOR_FIND(1, 0, 0),
    OPERATOR_ENROLMENT(1, 0, 0),
    OPERATOR_USE_STEP(1, 0, 0),
    OPERATOR_USE_RECOVERY(1, 0, 0),
    OPERATOR_SET_UP(1, 0, 0),
    OPERATOR_DELETE_RECOVERY(2, 0, 1),
    OPERATOR_ADD_RECOVERY(1, 0, 0),
    OPERATOR_SUCCEEDED(1, 0, 0),

    // Commands of turntable-ops.
    SIGNALS_CAMPAIGN(1, 0, 0),
    SIGNALS_TOP(2, 0, 2),
    PARCELS(2, 0, 3, true),
    PARCELS_COUNT(2, 0, 1, true),
    PARCELS_COUNT_UNSHIPPED(2, 0, 1, true),
    PARCEL_STANDING(1, 0, 0),
    PARCEL_SHIP(0, 1, 0),
    ADDRESS_ERASE(3, 0, 0),
    CLAIM_RECORD(0, 0, 0),
    RESEAL_ADDRESSES(3, 0, 1),
    RESEAL_ADDRESS(0, 1, 0),
    RESEAL_RED_PACKETS(3, 0, 1),
    RESEAL_RED_PACKET(0, 1, 0),
    VERIFIER_ADD(1, 0, 0),
    VERIFIER_ALL(2, 0, 2, true),
    VERIFIER_DISABLE(1, 0, 0),
    VERIFIER_RESET(1, 0, 0),
    VERIFIER_RECORD(0, 0, 0),
    RED_PACKET_AMOUNT(4, 0, 0),
    RED_PACKETS_IN_STATE(2, 0, 1),
    RED_PACKETS_NOT_COLLECTED(4, 0, 2, true),
    RED_PACKET_RETRY(3, 0, 0),
    RED_PACKET_GIVE_UP(3, 0, 0),
    OPERATOR_ALL(2, 0, 1),
    OPERATOR_ADD(0, 0, 0),
    OPERATOR_RESET(1, 0, 0),
    OPERATOR_ENABLE(1, 0, 0),
    OPERATOR_RECORD(0, 0, 0),
    OPERATOR_ENROL(1, 0, 0),
    OPERATOR_FACTOR_RESET(1, 0, 0),
    ADMIN_INSERT_CAMPAIGN(0, 0, 0),
    ADMIN_INSERT_RELEASE(0, 1, 0),
    ADMIN_INSERT_PRIZE(1, 0, 0),
    ADMIN_INSERT_OWN_RELEASE(0, 1, 0),
    ADMIN_INSERT_UNITS(1, 0, 0),
    ADMIN_STATE(1, 0, 0),
    ADMIN_MOVE(1, 0, 0),
    ADMIN_RECORD_MOVE(1, 0, 0),
    SHOWCASE_LOCK(1, 0, 0),
    RULES_PUBLISH(2, 0, 0),
    RULES_HOW_TO_REDEEM(1, 0, 0),
    THEME_CHANGE(2, 0, 0),
    THEME_CLEAR(2, 0, 2),
    THEME_VALUE(1, 0, 0),
    THEME_PICTURE(2, 0, 0),
    ADMIN_MOVES(2, 0, 2),
    PLAYER_REVOKE(0, 0, 0),
    // A row is a revocation of the last seconds, of any player.
    PLAYER_REVOKED(2, 0, 1),
    WAVES_FROM(1, 0, 2),
    WAVE_ANNOUNCE(0, 0, 0),
    WAVE_TAKE_BACK(1, 0, 0),
    PUSH_KEEP_IDLE(0, 0, 0),
    PUSH_LOCK(0, 0, 0),
    PUSH_UNLOCK(0, 0, 0),
    PUSH_RECORD(0, 0, 0),
    INDEX_BEGIN(0, 0, 0),
    INDEX_END(1, 0, 0),
    INDEX_PROGRESS(20, 0, 4),
    SERVER_POSITION(0, 0, 0),
    SERVER_REACHED(0, 0, 0),

    // A reimport. A key is a draw, unit, player or row of a batch; a row is one that is read in order or counted.
    REIMPORT_CAMPAIGNS(2, 0, 1),
    REIMPORT_PRIZES(2, 0, 2),
    REIMPORT_DRAWS(8, 0, 2),
    REIMPORT_DRAWS_OF_KEYS(0, 2, 0),
    REIMPORT_UNITS_AWARDED(2, 0, 2),
    REIMPORT_UNITS_OF_CODES(0, 1, 0),
    REIMPORT_UNITS_OF_ORDINALS(0, 1, 0),
    REIMPORT_UNITS_FREE(2, 0, 1, true),
    REIMPORT_PLAYERS_FIRST(2, 0, 1),
    REIMPORT_PLAYERS_NEXT(2, 0, 1),
    REIMPORT_REVOCATIONS(2, 0, 1),
    REIMPORT_SIZE(4, 0, 1, true),
    REIMPORT_TABLES(2, 0, 2),
    REIMPORT_TABLE_ROWS(2, 0, 1, true),
    REIMPORT_IS_WRITABLE(0, 0, 0),
    REIMPORT_SERVER(0, 0, 0),
    REIMPORT_LOCK_WAIT(0, 0, 0),
    REIMPORT_KEEP_IDLE(0, 0, 0),
    REIMPORT_LOCK(0, 0, 0),
    REIMPORT_UNLOCK(0, 0, 0),
    REIMPORT_SERVER_LOCK(0, 0, 0),
    REIMPORT_SERVER_LOCK_IS_FREE(0, 0, 0),
    REIMPORT_RUNS(2, 0, 1),
    REIMPORT_RUN_COUNTS(2, 0, 1),
    REIMPORT_RUN_BEGIN(0, 0, 0),
    REIMPORT_RUN_COUNT_ADD(2, 0, 0),
    REIMPORT_RUN_POSITION(1, 0, 0),
    REIMPORT_RUN_END(1, 0, 0),
    REIMPORT_AWARDS(2, 0, 1),
    REIMPORT_AWARD_RECORD(0, 0, 0),
    REIMPORT_CONFLICTS(2, 0, 1),
    REIMPORT_CONFLICTS_OF_KEYS(0, 2, 1),
    REIMPORT_CONFLICT_ADD(0, 0, 0),
    REIMPORT_CONFLICT_DECIDE(1, 0, 0),
    REIMPORT_CONFLICT_RESOLVE(1, 0, 0),
    REIMPORT_CONFLICT_FAIL(1, 0, 0),
    REIMPORT_UNIT_AWARD(0, 1, 0),
    REIMPORT_UNIT_REASSIGN(0, 1, 0),
    REIMPORT_UNIT_LOCK_FREE(2, 0, 0),
    REIMPORT_DRAW_ADD(0, 0, 0),
    REIMPORT_DRAW_WIN(0, 1, 0),
    REIMPORT_DRAW_MOVE(0, 1, 0),
    REIMPORT_DRAW_LAST(2, 0, 0),
    REIMPORT_DRAW_CLAIMED(2, 0, 0),
    REIMPORT_LEDGER_COUNT(2, 0, 0),
    REIMPORT_PLAYERS_KNOWN(0, 1, 0),
    REIMPORT_PLAYER_ADD(0, 0, 0),
    REIMPORT_PLAYER_EARLIER(0, 1, 0),
    REIMPORT_REVOCATION_ADD(3, 0, 0),
    // Claims in a reimport: a key is a winning draw, a row is one that is read in key order. A comparison searches a
    // campaign's claims once for those without their draw or their unit.
    REIMPORT_ADDRESSES(0, 1, 0),
    REIMPORT_REDEMPTIONS(0, 1, 1),
    REIMPORT_RED_PACKETS(0, 1, 0),
    REIMPORT_AMOUNTS(2, 0, 2, true),
    REIMPORT_ACTIONS(2, 0, 1),
    REIMPORT_ADDRESSES_ORPHANED(4, 0, 3, true),
    REIMPORT_REDEMPTIONS_ORPHANED(4, 0, 3, true),
    REIMPORT_RED_PACKETS_ORPHANED(4, 0, 3, true),
    REIMPORT_ADDRESS_ADD(0, 0, 0),
    REIMPORT_ADDRESS_CHANGE(3, 0, 0),
    REIMPORT_VERIFIERS(0, 1, 0),
    REIMPORT_VERIFIER_ADD(0, 0, 0),
    REIMPORT_REDEMPTION_ADD(1, 0, 0),
    REIMPORT_REDEMPTION_CHANGE(4, 0, 0),
    REIMPORT_RED_PACKET_ADD(0, 0, 0),
    REIMPORT_RED_PACKET_CHANGE(3, 0, 0),
    REIMPORT_AMOUNT_ADD(1, 0, 0),
    REIMPORT_ACTION_ADD(2, 0, 1, true),
    REIMPORT_ACTION_RECORD(0, 0, 0);

    private final int fixed;
    private final int aKey;
    private final int aRow;
    private final boolean countsRows;

    StatementBudget(int fixed, int aKey, int aRow) {
        this(fixed, aKey, aRow, false);
    }

    StatementBudget(int fixed, int aKey, int aRow, boolean countsRows) {
        this.fixed = fixed;
        this.aKey = aKey;
        this.aRow = aRow;
        this.countsRows = countsRows;
    }

    /**
     * The most rows that one execution may read.
     *
     * @param keys how many keys were passed in
     * @param rows how many rows it returned, counted or changed
     */
    public long most(long keys, long rows) {
        return fixed + aKey * keys + aRow * rows;
    }

    /** Whether it counts or skips rows, so that its result does not say how many rows it read. */
    public boolean countsRows() {
        return countsRows;
    }

    /** The budget of a statement by the comment at its begin; empty for a statement that is not in this list. */
    public static Optional<StatementBudget> ofText(String text) {
        return Arrays.stream(values())
                .filter(budget -> text.startsWith("/* " + budget.word() + " */"))
                .findFirst();
    }

    /** The name in the statement's comment, as the slow query log shows it, such as {@code units-free}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
