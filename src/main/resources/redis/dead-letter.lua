-- Moves an entry that MariaDB rejects, with all its fields and the reason, to the dead letters.
-- Deletes first: at its memory limit Redis refuses a script whose first write could need memory.
--
-- KEYS[1] ledger stream   KEYS[2] dead-letter stream   ARGV 1 entry id   2 reason
--
-- Returns 1 when it was moved, 0 when the entry no longer existed
local found = redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1])
if #found == 0 then return 0 end
local fields = found[1][2]
fields[#fields + 1] = 'entry'
fields[#fields + 1] = ARGV[1]
fields[#fields + 1] = 'reason'
fields[#fields + 1] = ARGV[2]
redis.call('XDEL', KEYS[1], ARGV[1])
redis.call('XADD', KEYS[2], '*', unpack(fields))
return 1
