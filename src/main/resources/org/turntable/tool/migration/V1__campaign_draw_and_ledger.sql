-- The first schema: campaigns with their prizes, the units of a prize as rows, and the ledger of draws.
--
-- Rules for this and every later migration:
--   * Expand only: an older and a newer WAR run side by side during a push, so nothing they read is renamed or dropped.
--   * All times are UTC in DATETIME(3): the column has no zone of its own, so no session setting can shift it.
--   * Texts compare byte by byte (utf8mb4_bin), the same on MariaDB 10.11 and 11.4, whose default collations differ.
--   * Runs on MariaDB 10.11 and 11.4.

CREATE TABLE campaign (
  id              INT UNSIGNED  NOT NULL AUTO_INCREMENT COMMENT 'Also the hash tag of the campaign''s keys in Redis: tt:{id}:…',
  slug            VARCHAR(40)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'The path: /c/{slug}; small letters, digits, single hyphens',
  name            VARCHAR(60)   NOT NULL,
  name_en         VARCHAR(80)   NULL,
  organiser       VARCHAR(80)   NOT NULL COMMENT 'Published on the rules page, as the law wants it',
  organiser_en    VARCHAR(80)   NULL,
  how_to_redeem   TEXT          NOT NULL,
  how_to_redeem_en TEXT         NULL,
  time_zone       VARCHAR(40)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'IANA name; decides when a player''s day ends',
  opens_at        DATETIME(3)   NOT NULL COMMENT 'UTC; the first instant at which a draw is accepted',
  closes_at       DATETIME(3)   NOT NULL COMMENT 'UTC; the first instant at which none is any more',
  state           ENUM('draft','scheduled','open','paused','closed') NOT NULL DEFAULT 'draft' COMMENT 'Moved by compare-and-set only; each move is a row of campaign_transition',
  chances_per_day INT UNSIGNED  NOT NULL COMMENT 'Draws of one player on one day of time_zone',
  chances_in_all  INT UNSIGNED  NOT NULL COMMENT 'Draws of one player in the whole campaign',
  odds_base       INT UNSIGNED  NOT NULL COMMENT 'Prize weights are parts of this; what they leave over loses',
  plan_version    INT UNSIGNED  NOT NULL DEFAULT 1 COMMENT 'Goes up with every change that a draw must see; a node with another one reloads',
  PRIMARY KEY (id),
  UNIQUE KEY one_campaign_a_path (slug),
  CONSTRAINT campaign_slug_is_a_path       CHECK (slug REGEXP '^[a-z0-9]+(-[a-z0-9]+)*$'),
  CONSTRAINT campaign_opens_before_closing CHECK (opens_at < closes_at),
  CONSTRAINT campaign_gives_chances        CHECK (chances_per_day >= 1 AND chances_in_all >= 1),
  CONSTRAINT campaign_has_odds             CHECK (odds_base >= 1),
  CONSTRAINT campaign_plan_counts_from_one CHECK (plan_version >= 1)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
  COMMENT = 'A lottery with its own path, window, chances and odds';

CREATE TABLE campaign_release (
  campaign_id INT UNSIGNED NOT NULL,
  at          DATETIME(3)  NOT NULL COMMENT 'UTC',
  share_ppm   INT UNSIGNED NOT NULL COMMENT 'Released by then, in millionths of a prize''s units; straight lines between the points',
  PRIMARY KEY (campaign_id, at),
  CONSTRAINT campaign_release_of_campaign  FOREIGN KEY (campaign_id) REFERENCES campaign (id),
  CONSTRAINT campaign_release_at_most_all  CHECK (share_ppm <= 1000000)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
  COMMENT = 'The one shape in which all prizes of a campaign are put out over its days and hours';

CREATE TABLE prize (
  id               INT UNSIGNED     NOT NULL AUTO_INCREMENT,
  campaign_id      INT UNSIGNED     NOT NULL,
  position         TINYINT UNSIGNED NOT NULL COMMENT 'Order on the page and on the wheel',
  name             VARCHAR(40)      NOT NULL,
  name_en          VARCHAR(60)      NULL,
  kind             ENUM('coupon','posted','red_packet') NOT NULL,
  weight           INT UNSIGNED     NOT NULL COMMENT 'Parts of campaign.odds_base',
  per_player_limit INT UNSIGNED     NOT NULL DEFAULT 0 COMMENT 'Wins of one player in the campaign; 0 = no limit',
  release_reason   VARCHAR(200)     NULL COMMENT 'Why this prize has a line of its own in prize_release; NULL = the campaign''s line',
  PRIMARY KEY (id),
  UNIQUE KEY one_prize_a_position (campaign_id, position),
  UNIQUE KEY one_prize_a_name (campaign_id, name),
  CONSTRAINT prize_of_campaign FOREIGN KEY (campaign_id) REFERENCES campaign (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
  COMMENT = 'What can be won; how many there are is the number of its rows in prize_unit';

CREATE TABLE prize_release (
  prize_id  INT UNSIGNED NOT NULL,
  at        DATETIME(3)  NOT NULL COMMENT 'UTC',
  share_ppm INT UNSIGNED NOT NULL COMMENT 'As in campaign_release',
  PRIMARY KEY (prize_id, at),
  CONSTRAINT prize_release_of_prize    FOREIGN KEY (prize_id) REFERENCES prize (id),
  CONSTRAINT prize_release_at_most_all CHECK (share_ppm <= 1000000)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
  COMMENT = 'The line of a prize that has a recorded reason for one of its own';

-- free_units finds the free units of a prize in the order of their ordinals: one key read and no sorting, however many
-- were given out. It names ordinal although InnoDB would append it: with one_unit_a_draw alone all free units are sorted.
-- The statement that takes units names it with FORCE INDEX (free_units): left to itself, 10.11 walks the primary key over
-- every unit already won (measured: 20,000 rows read for two).
CREATE TABLE prize_unit (
  prize_id    INT UNSIGNED NOT NULL,
  ordinal     INT UNSIGNED NOT NULL COMMENT 'From 1',
  code        VARCHAR(64)  NULL COMMENT 'What the winner of a coupon is shown; NULL where the prize has no codes',
  player_id   BINARY(16)   NULL COMMENT 'The winner; NULL = free',
  draw_number INT UNSIGNED NULL COMMENT 'The winning draw of that player',
  awarded_at  DATETIME(3)  NULL COMMENT 'UTC',
  PRIMARY KEY (prize_id, ordinal),
  UNIQUE KEY one_unit_a_draw (prize_id, player_id, draw_number),
  UNIQUE KEY code_once (prize_id, code),
  KEY free_units (prize_id, player_id, draw_number, ordinal),
  CONSTRAINT prize_unit_of_prize    FOREIGN KEY (prize_id) REFERENCES prize (id),
  CONSTRAINT prize_unit_from_one    CHECK (ordinal >= 1),
  CONSTRAINT prize_unit_free_or_won CHECK ((player_id IS NULL AND draw_number IS NULL AND awarded_at IS NULL)
                                           OR (player_id IS NOT NULL AND draw_number IS NOT NULL AND awarded_at IS NOT NULL))
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
  COMMENT = 'One row is one thing to win: awarding is putting a draw on a free row, so nothing can be oversold';

-- No foreign keys on player and draw: each would lock a parent row for every one of 20,000 inserts a second and make
-- a change of a campaign's state wait for the ledger.
CREATE TABLE player (
  campaign_id   INT UNSIGNED NOT NULL,
  player_id     BINARY(16)   NOT NULL COMMENT 'HMAC of who they are; in cookies, Redis and JSON 22 characters of base64url',
  first_seen_at DATETIME(3)  NOT NULL COMMENT 'UTC',
  PRIMARY KEY (campaign_id, player_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
  COMMENT = 'Who visited a campaign, and when first';

CREATE TABLE draw (
  campaign_id  INT UNSIGNED NOT NULL,
  player_id    BINARY(16)   NOT NULL,
  number       INT UNSIGNED NOT NULL COMMENT 'The player''s draws in this campaign, from 1 without gaps',
  drawn_at     DATETIME(3)  NOT NULL COMMENT 'UTC, by the clock of Redis',
  prize_id     INT UNSIGNED NULL COMMENT 'The prize that the roll was a candidate for; NULL = the roll lost',
  unit_ordinal INT UNSIGNED NULL COMMENT 'The unit it was given: a win is exactly a row where this is not NULL',
  PRIMARY KEY (campaign_id, player_id, number),
  CONSTRAINT draw_counts_from_one     CHECK (number >= 1),
  CONSTRAINT draw_wins_only_its_prize CHECK (unit_ordinal IS NULL OR prize_id IS NOT NULL)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
  COMMENT = 'Every draw that was accepted, once; written in groups by the ledger';

CREATE TABLE draw_epoch (
  campaign_id INT UNSIGNED    NOT NULL,
  epoch       BIGINT UNSIGNED NOT NULL COMMENT 'Goes up by compare-and-set each time the state in Redis was lost',
  run_id      CHAR(40)        CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'The run of the Redis server that this epoch is bound to',
  moved_at    DATETIME(3)     NOT NULL COMMENT 'UTC',
  PRIMARY KEY (campaign_id),
  CONSTRAINT draw_epoch_of_campaign FOREIGN KEY (campaign_id) REFERENCES campaign (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
  COMMENT = 'Which life of Redis'' state a campaign''s draws belong to';

CREATE TABLE ledger_beat (
  node      VARCHAR(60)     NOT NULL,
  beats     BIGINT UNSIGNED NOT NULL,
  beaten_at DATETIME(3)     NOT NULL COMMENT 'UTC',
  PRIMARY KEY (node)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
  COMMENT = 'A real write for a group that met a row already there: only a COMMIT that wrote something waits for the replica';

CREATE TABLE campaign_transition (
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  campaign_id INT UNSIGNED    NOT NULL,
  from_state  ENUM('draft','scheduled','open','paused','closed') NOT NULL,
  to_state    ENUM('draft','scheduled','open','paused','closed') NOT NULL,
  by_whom     VARCHAR(60)     NOT NULL,
  reason      VARCHAR(200)    NULL,
  at          DATETIME(3)     NOT NULL COMMENT 'UTC',
  PRIMARY KEY (id),
  KEY transitions_of_campaign (campaign_id, id),
  CONSTRAINT campaign_transition_of_campaign FOREIGN KEY (campaign_id) REFERENCES campaign (id),
  CONSTRAINT campaign_transition_moves       CHECK (from_state <> to_state)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
  COMMENT = 'Who moved a campaign from which state to which, when and why';
