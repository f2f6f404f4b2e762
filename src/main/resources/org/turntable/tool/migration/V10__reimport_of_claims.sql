-- Bringing back what became of prizes in a stranded database: addresses, redemptions, red packets (turntable-ops reimport).
--
-- Only widened: nodes of before neither read these tables nor write the new words.

ALTER TABLE reimport_conflict
  MODIFY kind ENUM('unit_taken','lost_here','won_otherwise','unit_unknown','inconsistent',
                   'address_sealed','shipped_twice','redeemed_twice','packet_sealed','packet_key','packet_twice') NOT NULL,
  MODIFY decision ENUM('own','another','swap','drop','here','stranded','paid','pay') NULL COMMENT 'NULL = waits for a person',
  MODIFY stranded_ordinal INT UNSIGNED NOT NULL COMMENT 'The unit in the stranded database; 0 = it is about what became of the prize, of which a draw has one',
  ADD COLUMN standing_number INT UNSIGNED NULL COMMENT 'Where it is about what became of the prize: the draw here that won it',
  ADD COLUMN detail VARCHAR(400) NULL COMMENT 'What a person has to know to decide; nothing that a winner told',
  ADD COLUMN claimed BOOLEAN NULL COMMENT 'Whether something hangs on the win in the stranded database; NULL = nobody looked';

ALTER TABLE claim_action
  MODIFY action ENUM('export','ship','erase','rekey','reimport') NOT NULL;
