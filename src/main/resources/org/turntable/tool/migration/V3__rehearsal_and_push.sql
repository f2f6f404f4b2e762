-- The campaign in which nodes rehearse, and what the push has to know and to keep.
--
-- A WAR plays one draw there before it takes a player, and the push plays one through each node. It is a campaign like any other, so
-- that the very statements and scripts of a draw are rehearsed, and it stays a draft, so that no node, also none of an older WAR, shows
-- it to anybody. What a rehearsal leaves behind, it takes away itself.

CREATE TABLE rehearsal (
  campaign_id INT UNSIGNED NOT NULL,
  PRIMARY KEY (campaign_id),
  CONSTRAINT rehearsal_in_campaign FOREIGN KEY (campaign_id) REFERENCES campaign (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
  COMMENT = 'Names the one campaign that is for rehearsals and for nobody else';

INSERT INTO campaign (slug, name, name_en, organiser, organiser_en, how_to_redeem, time_zone, opens_at, closes_at, state, chances_per_day,
                      chances_in_all, odds_base)
VALUES ('turntable-rehearsal', '彩排', 'Rehearsal', '彩排', 'Rehearsal', '-', 'UTC', '2000-01-01', '2100-01-01', 'draft', 1, 1, 1);

INSERT INTO rehearsal (campaign_id) SELECT id FROM campaign WHERE slug = 'turntable-rehearsal';

-- Every draw hits: a win is what has to be rehearsed, with its unit and its commit.
INSERT INTO prize (campaign_id, position, name, name_en, kind, weight)
SELECT campaign_id, 1, '彩排', 'Rehearsal', 'coupon', 1 FROM rehearsal;

-- More than nodes that start at the same moment; each unit is given back.
INSERT INTO prize_unit (prize_id, ordinal)
WITH RECURSIVE ordinals (ordinal) AS (SELECT 1 UNION ALL SELECT ordinal + 1 FROM ordinals WHERE ordinal < 200)
SELECT prize.id, ordinals.ordinal FROM prize JOIN rehearsal ON rehearsal.campaign_id = prize.campaign_id JOIN ordinals;

CREATE TABLE expected_wave (
  id      INT UNSIGNED NOT NULL AUTO_INCREMENT,
  at      DATETIME(3)  NOT NULL COMMENT 'UTC; when the push messages go out',
  note    VARCHAR(200) NOT NULL,
  by_whom VARCHAR(60)  NOT NULL,
  PRIMARY KEY (id),
  KEY waves_by_time (at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
  COMMENT = 'Waves of push messages that marketing announced: no WAR is pushed shortly before one';

CREATE TABLE war_push (
  id             BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  release_number CHAR(6)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  war_version    VARCHAR(60)  NOT NULL,
  by_whom        VARCHAR(60)  NOT NULL,
  warnings       VARCHAR(1000) NULL COMMENT 'What the guard said; NULL = nothing',
  reason         VARCHAR(200) NULL COMMENT 'Why it was pushed all the same (--anyway)',
  began_at       DATETIME(3)  NOT NULL COMMENT 'UTC',
  PRIMARY KEY (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
  COMMENT = 'Who pushed which WAR when, and past which warnings';
