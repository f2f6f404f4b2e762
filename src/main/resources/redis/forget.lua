-- Removes a key that still holds a value, and leaves one that holds another.
--
-- KEYS[1] any string   ARGV 1 the value
--
-- Returns how many keys were removed, 0 or 1
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
