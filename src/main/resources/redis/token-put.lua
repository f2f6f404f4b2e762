-- Stores a token for all nodes and releases the lease of the node that fetched it.
-- The token is stored even if the lease has expired.
--
-- KEYS[1] token   string, a secret   KEYS[2] lease   string, its holder
-- ARGV  1 holder                     2 the token     3 its time to live (ms)
--
-- Returns 1
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
if redis.call('GET', KEYS[2]) == ARGV[1] then redis.call('DEL', KEYS[2]) end
return 1
