-- A second factor for operators, and a record of every change of a verifier's account. A WAR of before does not read what is new here: it
-- goes on to accept the password alone.

ALTER TABLE operator
  ADD COLUMN factor        VARBINARY(80)   NULL COMMENT 'The secret of the second factor (TOTP): nonce, ciphertext and tag; NULL = none is set up',
  ADD COLUMN factor_step   BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Time step of the last accepted code: codes of it and of earlier ones are refused on all nodes',
  ADD COLUMN enrol_hash    BINARY(32)      NULL COMMENT 'SHA-256 of the one-time token with which the second factor may be set up',
  ADD COLUMN enrol_until   DATETIME(3)     NULL COMMENT 'UTC; the token is refused afterwards';

ALTER TABLE operator_change
  MODIFY COLUMN what ENUM('add','reset','disable','enable','enrol','factor-set','factor-reset') NOT NULL,
  ADD COLUMN reason VARCHAR(200) NULL COMMENT 'Given with factor-reset';

CREATE TABLE operator_recovery_code (
  operator  VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  code_hash BINARY(32)  NOT NULL COMMENT 'HMAC-SHA-256 with a key that is derived from identity.secret',
  used_at   DATETIME(3) NULL COMMENT 'UTC; NULL = good once',
  PRIMARY KEY (operator, code_hash),
  CONSTRAINT recovery_code_of_operator FOREIGN KEY (operator) REFERENCES operator (name)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
  COMMENT = 'What an operator without the second factor signs in with';

CREATE TABLE verifier_change (
  id       BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  verifier VARCHAR(40)     NOT NULL,
  what     ENUM('add','reset','disable') NOT NULL,
  by_whom  VARCHAR(60)     NOT NULL,
  at       DATETIME(3)     NOT NULL COMMENT 'UTC',
  PRIMARY KEY (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
  COMMENT = 'Who gave or took whose access to redemptions, and when';
