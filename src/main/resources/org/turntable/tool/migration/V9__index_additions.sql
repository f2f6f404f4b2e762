-- Which missing index was added to a live table, by whom: turntable-ops add-index writes it before it begins and when it has ended.

CREATE TABLE index_addition (
  id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  table_name VARCHAR(64)     NOT NULL,
  index_name VARCHAR(64)     NOT NULL,
  by_whom    VARCHAR(60)     NOT NULL,
  began_at   DATETIME(3)     NOT NULL COMMENT 'UTC',
  ended_at   DATETIME(3)     NULL COMMENT 'UTC; NULL = under way, or the tool was killed',
  outcome    VARCHAR(200)    NULL COMMENT 'NULL = none yet; added, or what was in the way',
  PRIMARY KEY (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
  COMMENT = 'Indexes that were missing and were added to a live table';
