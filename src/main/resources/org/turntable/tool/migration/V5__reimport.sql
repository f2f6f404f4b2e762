-- Bringing back what stands in a stranded database only (turntable-ops reimport): who did it, what was brought, and what persons decided.
--
-- Ids of campaigns, prizes and units are those of this database; the stranded one's are told apart by "stranded" in the name. Nodes do
-- not read these tables.

CREATE TABLE reimport_run (
  id       BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  source   VARCHAR(200)    NOT NULL COMMENT 'Where the stranded database was read, as it was named on the command line',
  by_whom  VARCHAR(60)     NOT NULL,
  reason   VARCHAR(200)    NOT NULL,
  began_at DATETIME(3)     NOT NULL COMMENT 'UTC',
  ended_at DATETIME(3)     NULL COMMENT 'UTC; NULL = not done yet, the next apply goes on with it',
  position VARCHAR(200)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'Where it goes on; written in the transaction that came there',
  PRIMARY KEY (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
  COMMENT = 'Each time that a stranded database was brought in';

CREATE TABLE reimport_count (
  run_id      BIGINT UNSIGNED NOT NULL,
  campaign_id INT UNSIGNED    NOT NULL,
  what        VARCHAR(30)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'players, visits, losses, wins, conflicts, decisions, revocations',
  number      BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (run_id, campaign_id, what),
  CONSTRAINT reimport_count_of_run FOREIGN KEY (run_id) REFERENCES reimport_run (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
  COMMENT = 'How much a run changed in a campaign (0 for what belongs to none)';

CREATE TABLE reimport_win (
  id               BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  run_id           BIGINT UNSIGNED NOT NULL,
  campaign_id      INT UNSIGNED    NOT NULL,
  player_id        BINARY(16)      NOT NULL,
  number           INT UNSIGNED    NOT NULL COMMENT 'The draw that holds the unit now',
  prize_id         INT UNSIGNED    NOT NULL,
  unit_ordinal     INT UNSIGNED    NOT NULL COMMENT 'The unit that it holds now',
  previous_ordinal INT UNSIGNED    NULL COMMENT 'The unit that this draw held in this database before; NULL = none',
  conflict_id      BIGINT UNSIGNED NULL COMMENT 'The decision that this carries out; NULL = its own unit was free',
  at               DATETIME(3)     NOT NULL COMMENT 'UTC',
  PRIMARY KEY (id),
  KEY wins_of_run (run_id, id),
  CONSTRAINT reimport_win_of_run FOREIGN KEY (run_id) REFERENCES reimport_run (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
  COMMENT = 'Every unit that a run gave to a draw';

CREATE TABLE reimport_conflict (
  id               BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  run_id           BIGINT UNSIGNED NOT NULL COMMENT 'The run that met it first',
  campaign_id      INT UNSIGNED    NOT NULL,
  player_id        BINARY(16)      NOT NULL,
  number           INT UNSIGNED    NOT NULL,
  drawn_at         DATETIME(3)     NOT NULL COMMENT 'UTC',
  awarded_at       DATETIME(3)     NOT NULL COMMENT 'UTC',
  prize_id         INT UNSIGNED    NOT NULL,
  stranded_ordinal INT UNSIGNED    NOT NULL COMMENT 'The unit in the stranded database',
  stranded_code    VARCHAR(64)     NULL COMMENT 'Its code, by which it is found here; NULL = it is found by its ordinal',
  kind             ENUM('unit_taken','lost_here','won_otherwise','unit_unknown','inconsistent') NOT NULL,
  decision         ENUM('own','another','swap','drop') NULL COMMENT 'NULL = waits for a person',
  decided_by       VARCHAR(60)     NULL,
  decided_reason   VARCHAR(200)    NULL,
  decided_at       DATETIME(3)     NULL COMMENT 'UTC',
  trouble          VARCHAR(200)    NULL COMMENT 'Why the decision could not be carried out when it was tried',
  settled_at       DATETIME(3)     NULL COMMENT 'UTC; when it was carried out',
  settled_number   INT UNSIGNED    NULL COMMENT 'The draw that holds the win now; NULL = dropped',
  settled_ordinal  INT UNSIGNED    NULL COMMENT 'The unit that it holds now; NULL = dropped',
  PRIMARY KEY (id),
  UNIQUE KEY one_conflict_a_stranded_win (campaign_id, player_id, number, prize_id, stranded_ordinal),
  KEY conflicts_to_settle (settled_at, decision, id),
  CONSTRAINT reimport_conflict_of_run      FOREIGN KEY (run_id) REFERENCES reimport_run (id),
  CONSTRAINT reimport_conflict_decided_by  CHECK ((decision IS NULL) = (decided_by IS NULL)),
  CONSTRAINT reimport_conflict_settled     CHECK (settled_at IS NULL OR decision IS NOT NULL)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
  COMMENT = 'Stranded wins that cannot be brought in as they are, what a person decided, and what became of it';
