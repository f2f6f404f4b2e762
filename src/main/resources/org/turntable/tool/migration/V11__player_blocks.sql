-- Players who may not draw in a campaign. Redis decides by the field "blocked" of the player's hash; this table is what remains after
-- a loss of Redis's state, and what a player is loaded from in a new epoch.
--
-- An unblocked player keeps the row: its revision orders the changes, so that a change that reaches Redis late replaces no newer one.
-- A WAR of before does not read the table: while it runs beside a newer one, it loads players without their block.

CREATE TABLE player_block (
  campaign_id        INT UNSIGNED    NOT NULL,
  player_id          BINARY(16)      NOT NULL,
  revision           BIGINT UNSIGNED NOT NULL COMMENT 'Goes up with every change, and is at least its time in milliseconds: it also goes up after a restore',
  confirmed_revision BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'The last revision that Redis confirmed; lower than revision = the change has to be repeated',
  blocked            BOOLEAN         NOT NULL,
  by_whom            VARCHAR(60)     NOT NULL,
  reason             VARCHAR(200)    NOT NULL,
  at                 DATETIME(3)     NOT NULL COMMENT 'UTC; the last change',
  PRIMARY KEY (campaign_id, player_id),
  CONSTRAINT player_block_in_campaign     FOREIGN KEY (campaign_id) REFERENCES campaign (id),
  CONSTRAINT player_block_confirmed_after CHECK (confirmed_revision <= revision)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
  COMMENT = 'Who was blocked or unblocked in a campaign last, by whom and why';
