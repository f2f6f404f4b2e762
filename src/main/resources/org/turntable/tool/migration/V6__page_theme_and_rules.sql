-- What a campaign's pages show besides its plan: the rules as they were published, and how the pages look.

CREATE TABLE campaign_rules (
  campaign_id  INT UNSIGNED NOT NULL,
  version      INT UNSIGNED NOT NULL COMMENT 'From 1; a row is never changed, a change is the next version',
  text         MEDIUMTEXT   NOT NULL COMMENT 'What players can download',
  sha256       BINARY(32)   NOT NULL COMMENT 'Of the text in UTF-8, shown beside it',
  notice       VARCHAR(500) NULL COMMENT 'What changed and why, for players; NULL = the first version',
  notice_en    VARCHAR(500) NULL,
  by_whom      VARCHAR(60)  NOT NULL,
  published_at DATETIME(3)  NOT NULL COMMENT 'UTC',
  PRIMARY KEY (campaign_id, version),
  CONSTRAINT campaign_rules_of_campaign  FOREIGN KEY (campaign_id) REFERENCES campaign (id),
  CONSTRAINT campaign_rules_from_one     CHECK (version >= 1),
  CONSTRAINT campaign_rules_are_hashed   CHECK (sha256 = UNHEX(SHA2(text, 256))),
  CONSTRAINT campaign_rules_tell_changes CHECK (version = 1 OR notice IS NOT NULL)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
  COMMENT = 'Rules as they were published, kept as long as the law wants: two years and more';

CREATE TABLE picture (
  sha256     BINARY(32)  NOT NULL COMMENT 'Of the bytes: its name, so that phones may keep it for ever',
  media_type VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  width      SMALLINT UNSIGNED NOT NULL COMMENT 'Pixels',
  height     SMALLINT UNSIGNED NOT NULL COMMENT 'Pixels',
  bytes      MEDIUMBLOB  NOT NULL,
  PRIMARY KEY (sha256),
  CONSTRAINT picture_is_its_hash CHECK (sha256 = UNHEX(SHA2(bytes, 256)))
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
  COMMENT = 'Pictures of themes, already of a size for phones';

CREATE TABLE campaign_theme (
  campaign_id INT UNSIGNED NOT NULL,
  version     INT UNSIGNED NOT NULL COMMENT 'Goes up with every change; a node with another one reloads',
  by_whom     VARCHAR(60)  NOT NULL,
  changed_at  DATETIME(3)  NOT NULL COMMENT 'UTC',
  PRIMARY KEY (campaign_id),
  CONSTRAINT campaign_theme_of_campaign FOREIGN KEY (campaign_id) REFERENCES campaign (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
  COMMENT = 'Campaigns with a look of their own';

CREATE TABLE campaign_theme_value (
  campaign_id INT UNSIGNED NOT NULL,
  name        VARCHAR(40)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'Such as colour.sky, text.slogan.en, picture.prize.1; a WAR leaves alone what it does not know',
  value       VARCHAR(200) NOT NULL COMMENT 'A colour as #rrggbb, a text, or a picture''s hash in hex',
  PRIMARY KEY (campaign_id, name),
  CONSTRAINT campaign_theme_value_of_theme FOREIGN KEY (campaign_id) REFERENCES campaign_theme (campaign_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
  COMMENT = 'What a look consists of; what has no row is as usual';
