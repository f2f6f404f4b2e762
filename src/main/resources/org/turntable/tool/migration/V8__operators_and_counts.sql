-- Operators' accounts for the console, and a count of draws that nobody has to make by reading millions of rows.

CREATE TABLE operator (
  name            VARCHAR(40)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'Small letters, digits, single dots, hyphens and underscores; stands in campaign_transition.by_whom',
  password_hash   VARCHAR(120) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'pbkdf2-sha256$rounds$salt$key',
  generation      INT UNSIGNED NOT NULL DEFAULT 1 COMMENT 'Goes up with every change of the account: sessions of an older one have ended',
  disabled_at     DATETIME(3)  NULL COMMENT 'UTC; NULL = may sign in',
  failures        INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Attempts to sign in since the last that succeeded, counted before the password is compared',
  last_attempt_at DATETIME(3)  NULL COMMENT 'UTC',
  last_in_at      DATETIME(3)  NULL COMMENT 'UTC; the last attempt that succeeded',
  PRIMARY KEY (name),
  CONSTRAINT operator_name_is_plain CHECK (name REGEXP '^[a-z0-9]+([._-][a-z0-9]+)*$')
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
  COMMENT = 'Who may use the console; made by turntable-ops operator';

CREATE TABLE operator_change (
  id       BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  operator VARCHAR(40)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  what     ENUM('add','reset','disable','enable') NOT NULL,
  by_whom  VARCHAR(60)     NOT NULL,
  at       DATETIME(3)     NOT NULL COMMENT 'UTC',
  PRIMARY KEY (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
  COMMENT = 'Who gave or took whose access, and when';

-- Written in the transaction that writes the draws, so the sum over all nodes is exactly what stands in draw. A row a node, so that nodes
-- do not wait for one another.
CREATE TABLE ledger_count (
  campaign_id INT UNSIGNED    NOT NULL,
  node        VARCHAR(60)     NOT NULL COMMENT 'Who wrote them; before = what was there when this table was made',
  draws       BIGINT UNSIGNED NOT NULL,
  wins        BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (campaign_id, node)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
  COMMENT = 'How many draws and wins each node has written';

-- Draws that a WAR of before writes while the first push with this schema runs are not in the count.
INSERT INTO ledger_count (campaign_id, node, draws, wins)
SELECT campaign_id, 'before', COUNT(*), COUNT(unit_ordinal) FROM draw GROUP BY campaign_id;
