-- Signing a player out everywhere: a signed identity cookie is believed without any look-up, so what must no longer be believed
-- has to be known to every node beforehand. Nodes read the few rows of the last identity.days about once a second.

CREATE TABLE identity_revocation (
  id             BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  player_id      BINARY(16)      NOT NULL,
  revoked_before DATETIME(3)     NOT NULL COMMENT 'UTC; an identity of this player that was issued earlier is refused',
  by_whom        VARCHAR(60)     NOT NULL,
  reason         VARCHAR(200)    NOT NULL,
  at             DATETIME(3)     NOT NULL COMMENT 'UTC; when it was recorded',
  PRIMARY KEY (id),
  KEY live_revocations (revoked_before, player_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
  COMMENT = 'Players who were signed out on all their devices, by whom and why';
