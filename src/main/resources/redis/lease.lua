-- Acquires or renews a lease. There is one holder at a time, until the lease expires.
-- It begins with a write that needs no memory: at its memory limit Redis refuses a script whose first write could need
-- some, and the work of the holder is what frees memory.
--
-- KEYS[1] lease   ARGV 1 holder   2 time to live (ms)
--
-- Returns 1 for the holder, else 0
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[1])
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
