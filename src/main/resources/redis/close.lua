-- Closes draws before a new epoch: removes an older epoch that a stale state still contains, and keeps its number: the players'
-- hashes have it.
--
-- KEYS[1] head hash   ARGV 1 the coming epoch
--
-- Returns 1, or 0 if the coming epoch or a later one is already published (nothing was changed)
local there = redis.call('HGET', KEYS[1], 'epoch')
if there and tonumber(there) >= tonumber(ARGV[1]) then return 0 end
redis.call('HDEL', KEYS[1], 'epoch')
if there then redis.call('HSET', KEYS[1], 'closed', there) end
return 1
