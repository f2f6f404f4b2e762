-- Signals of automated play, which nodes record beside a player for persons to look at. No draw and no claim depends on them.
--
-- A WAR of before does not read or write the table. No foreign key to campaign: nodes write here in the background, and must not wait for,
-- or hold up, who changes a campaign.

CREATE TABLE player_signal (
  campaign_id INT UNSIGNED      NOT NULL,
  player_id   BINARY(16)        NOT NULL,
  score       SMALLINT UNSIGNED NOT NULL COMMENT '0 to 100, of all reasons together; 60 and more is probably a script',
  reasons     INT UNSIGNED      NOT NULL
    COMMENT 'Sum of 1 address_rate, 2 network_rate, 4 no_page_view, 8 quick_tap, 16 constant_tap, 32 new_players_of_address, 64 new_players_of_device, 128 snapshot',
  draws       INT UNSIGNED      NOT NULL COMMENT 'Draws with a reason',
  first_at    DATETIME(3)       NOT NULL COMMENT 'UTC; the first of them',
  last_at     DATETIME(3)       NOT NULL COMMENT 'UTC; the last of them: the row is deleted signals.days after it',
  PRIMARY KEY (campaign_id, player_id),
  INDEX signals_by_score (campaign_id, score),
  INDEX signals_by_age (last_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
  COMMENT = 'Players whose draws looked like those of a script, and why';
