-- Moves an entry that MariaDB refuses to the dead letters, whole, with the reason.
--
-- KEYS[1] ledger stream   KEYS[2] dead-letter stream   ARGV 1 entry id   2 reason
--
-- Returns 1 when it was moved, 0 when it was gone
local found = redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1])
if #found == 0 then return 0 end
local fields = found[1][2]
fields[#fields + 1] = 'entry'
fields[#fields + 1] = ARGV[1]
fields[#fields + 1] = 'reason'
fields[#fields + 1] = ARGV[2]
redis.call('XADD', KEYS[2], '*', unpack(fields))
redis.call('XDEL', KEYS[1], ARGV[1])
return 1
