-- Reads a token that all nodes share. If there is none, one caller gets the lease to fetch it.
-- May be repeated: the holder keeps its lease.
--
-- KEYS[1] token   string, a secret   KEYS[2] lease   string, its holder
-- ARGV  1 holder                     2 the lease's time to live (ms)
--
-- Returns {code, ...}:
--   held   the token, its time to live (ms)
--   fetch  the caller has the lease and must fetch and store the token
--   wait   another caller has the lease
local token = redis.call('GET', KEYS[1])
if token then return {'held', token, redis.call('PTTL', KEYS[1])} end
local holder = redis.call('GET', KEYS[2])
if holder and holder ~= ARGV[1] then return {'wait'} end
if not holder then redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2]) end
return {'fetch'}
