-- Puts a token where all nodes find it, and ends the lease of who fetched it. The lease may have lapsed meanwhile: the token is good all the same.
--
-- KEYS[1] token   string, a secret   KEYS[2] lease   string, its holder
-- ARGV  1 holder                     2 the token     3 its time to live (ms)
--
-- Returns 1
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
if redis.call('GET', KEYS[2]) == ARGV[1] then redis.call('DEL', KEYS[2]) end
return 1
