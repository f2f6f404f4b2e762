-- Deletes a key if it has the given value.
--
-- KEYS[1] any string   ARGV 1 the value
--
-- Returns the number of deleted keys, 0 or 1
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
