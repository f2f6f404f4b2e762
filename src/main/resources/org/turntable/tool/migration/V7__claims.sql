-- What winners do with what they won: addresses of posted prizes, redemption in stores, red packets.
--
-- Every row hangs on a winning draw by its key (campaign, player, number), so that a prize has one address, is redeemed once and is
-- paid once. No foreign keys on draw: none of the ledger's rows is locked by what comes after it.

CREATE TABLE claim_address (
  campaign_id  INT UNSIGNED    NOT NULL,
  player_id    BINARY(16)      NOT NULL,
  draw_number  INT UNSIGNED    NOT NULL,
  prize_id     INT UNSIGNED    NOT NULL,
  revision     INT UNSIGNED    NOT NULL COMMENT 'Goes up with every change; whoever changes names the one that was seen',
  key_id       CHAR(8)         CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'Which claims.key; NULL = erased',
  sealed       VARBINARY(2048) NULL COMMENT 'AES-256-GCM: 12 bytes nonce, text and tag; bound to campaign, player, number and key; NULL = erased',
  consented_at DATETIME(3)     NOT NULL COMMENT 'UTC; when the winner agreed to the address being used for this parcel',
  changed_at   DATETIME(3)     NOT NULL COMMENT 'UTC',
  shipped_at   DATETIME(3)     NULL COMMENT 'UTC; no change by the winner from then on',
  carrier      VARCHAR(40)     NULL,
  tracking     VARCHAR(60)     NULL,
  erased_at    DATETIME(3)     NULL COMMENT 'UTC; withdrawn by the winner, or deleted in time',
  PRIMARY KEY (campaign_id, player_id, draw_number),
  KEY addresses_by_key (key_id, campaign_id, player_id, draw_number),
  KEY addresses_to_ship (campaign_id, shipped_at, erased_at),
  KEY addresses_to_erase (erased_at, shipped_at),
  CONSTRAINT claim_address_whole_or_erased CHECK ((sealed IS NULL) = (erased_at IS NOT NULL) AND (key_id IS NULL) = (sealed IS NULL)),
  CONSTRAINT claim_address_shipped_by_somebody CHECK ((shipped_at IS NULL) = (carrier IS NULL) AND (carrier IS NULL) = (tracking IS NULL))
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
  COMMENT = 'Where a posted prize goes; encrypted with a key that the database does not have';

CREATE TABLE claim_action (
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  campaign_id INT UNSIGNED    NULL COMMENT 'NULL = all campaigns',
  action      ENUM('export','ship','erase','rekey') NOT NULL,
  row_count   INT UNSIGNED    NOT NULL COMMENT 'Winners it is about',
  by_whom     VARCHAR(60)     NOT NULL,
  reason      VARCHAR(200)    NOT NULL,
  at          DATETIME(3)     NOT NULL COMMENT 'UTC',
  PRIMARY KEY (id),
  KEY actions_of_campaign (campaign_id, id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
  COMMENT = 'Who exported, shipped, erased or re-encrypted addresses, when and why; an export is entered here before its file is written';

CREATE TABLE verifier (
  id             INT UNSIGNED NOT NULL AUTO_INCREMENT,
  name           VARCHAR(40)  NOT NULL COMMENT 'What is typed to sign in',
  store          VARCHAR(60)  NOT NULL COMMENT 'Shown to the winner and kept with every redemption',
  password_hash  VARCHAR(120) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'PBKDF2-HMAC-SHA256 with its rounds and salt',
  generation     INT UNSIGNED NOT NULL DEFAULT 1 COMMENT 'Goes up with reset and disable: sessions of an earlier one are over',
  disabled       BOOLEAN      NOT NULL DEFAULT FALSE,
  failures       INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'Sign-ins in a row without the right password, the one under way included',
  last_try_at    DATETIME(3)  NULL COMMENT 'UTC',
  created_at     DATETIME(3)  NOT NULL COMMENT 'UTC',
  created_by     VARCHAR(60)  NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY one_verifier_a_name (name)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
  COMMENT = 'Who may confirm redemptions in a store';

CREATE TABLE redemption (
  campaign_id  INT UNSIGNED NOT NULL,
  player_id    BINARY(16)   NOT NULL,
  draw_number  INT UNSIGNED NOT NULL,
  prize_id     INT UNSIGNED NOT NULL,
  unit_ordinal INT UNSIGNED NOT NULL,
  confirmation BINARY(16)   NOT NULL COMMENT 'Made by the verifier''s page for one scan: the same one again is answered as confirmed',
  verifier_id  INT UNSIGNED NOT NULL,
  store        VARCHAR(60)  NOT NULL COMMENT 'As it was called at that moment',
  redeemed_at  DATETIME(3)  NOT NULL COMMENT 'UTC',
  PRIMARY KEY (campaign_id, player_id, draw_number),
  UNIQUE KEY one_redemption_a_unit (prize_id, unit_ordinal),
  KEY redemptions_of_verifier (verifier_id, redeemed_at),
  CONSTRAINT redemption_by_verifier FOREIGN KEY (verifier_id) REFERENCES verifier (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
  COMMENT = 'A coupon that was redeemed in a store: one row is one redemption, so no second is possible';

CREATE TABLE red_packet_prize (
  prize_id   INT UNSIGNED NOT NULL,
  amount_fen INT UNSIGNED NOT NULL COMMENT 'Hundredths of a yuan; WeChat pays 1 to 200 yuan',
  PRIMARY KEY (prize_id),
  CONSTRAINT red_packet_prize_of_prize FOREIGN KEY (prize_id) REFERENCES prize (id),
  CONSTRAINT red_packet_prize_amount   CHECK (amount_fen BETWEEN 100 AND 20000)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
  COMMENT = 'What a prize of the kind red_packet pays';

CREATE TABLE red_packet (
  campaign_id INT UNSIGNED   NOT NULL,
  player_id   BINARY(16)     NOT NULL,
  draw_number INT UNSIGNED   NOT NULL,
  prize_id    INT UNSIGNED   NOT NULL,
  amount_fen  INT UNSIGNED   NOT NULL,
  state       ENUM('due','asked','sent','failed','given_up') NOT NULL COMMENT 'asked = a call went out and its outcome is not known: the partner is asked before any other is made',
  key_id      CHAR(8)        CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'Which claims.key; NULL once it is over',
  sealed      VARBINARY(512) NULL COMMENT 'The openid, encrypted like an address; NULL once it is over',
  tries       INT UNSIGNED   NOT NULL DEFAULT 0,
  next_try_at DATETIME(3)    NOT NULL COMMENT 'UTC',
  said        VARCHAR(60)    CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'What the partner said last, as a code',
  payment     VARCHAR(64)    CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'The partner''s number of the payment',
  collected_at DATETIME(3)   NOT NULL COMMENT 'UTC; when the winner asked for it',
  over_at     DATETIME(3)    NULL COMMENT 'UTC',
  given_up_by VARCHAR(60)    NULL,
  reason      VARCHAR(200)   NULL COMMENT 'Why a person gave it up',
  PRIMARY KEY (campaign_id, player_id, draw_number),
  KEY red_packets_by_state (state, next_try_at),
  KEY red_packets_by_key (key_id, campaign_id, player_id, draw_number),
  CONSTRAINT red_packet_whole_or_over CHECK ((sealed IS NULL) = (over_at IS NOT NULL) AND (key_id IS NULL) = (sealed IS NULL)
                                             AND (over_at IS NOT NULL) = (state IN ('sent', 'given_up')))
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
  COMMENT = 'The outbox of red packets: a row for each that its winner asked for; its key is also the partner''s idempotency key';

CREATE TABLE red_packet_lease (
  one        TINYINT UNSIGNED NOT NULL COMMENT 'Always 1',
  holder     VARCHAR(120)     NOT NULL,
  held_until DATETIME(3)      NOT NULL COMMENT 'UTC',
  PRIMARY KEY (one),
  CONSTRAINT red_packet_lease_is_one CHECK (one = 1)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
  COMMENT = 'Which node sends red packets';

INSERT INTO red_packet_lease (one, holder, held_until) VALUES (1, '-', '2000-01-01');
