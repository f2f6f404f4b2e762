-- Closes draws before an epoch is made: whatever older epoch a lost or stale state still names is withdrawn.
--
-- KEYS[1] head hash   ARGV 1 the epoch to come
--
-- Returns 1, or 0 where the epoch to come, or a later one, is published already
local there = redis.call('HGET', KEYS[1], 'epoch')
if there and tonumber(there) >= tonumber(ARGV[1]) then return 0 end
redis.call('HDEL', KEYS[1], 'epoch')
return 1
