-- What tells a campaign from another one of the same number, and a plan from another one of the same version: MariaDB may be restored or
-- set up anew while Redis keeps its state. Nodes keep the uid in Redis beside the epoch.
--
-- Only added: a WAR of before reads neither column and sets neither, so both have defaults.

-- A constant for the rows that are there: a replica executes this statement itself, and UUID() would give other values there.
ALTER TABLE campaign
  ADD COLUMN uid VARCHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT ''
    COMMENT 'Of this campaign only: one that is made anew has another, also under the same id and slug',
  ADD COLUMN plan_changed_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6)
    COMMENT 'UTC; the last change of this row: a node reads the plan again, also if the version is one that it knows';

ALTER TABLE campaign ALTER COLUMN uid SET DEFAULT (UUID());

-- Computed from what never changes: the same campaign in a backup from before this migration gets the same uid.
UPDATE campaign SET uid = MD5(CONCAT(id, '/', slug)) WHERE uid = '';
