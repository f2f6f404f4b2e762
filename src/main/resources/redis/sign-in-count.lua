-- Counts an attempt to sign in. The counter expires some time after its first attempt, whatever follows.
--
-- KEYS[1] counter   ARGV 1 time to live (ms)
--
-- Returns the count, this attempt included
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return count
