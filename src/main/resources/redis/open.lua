-- Publishes an epoch: the last step of the recovery from a loss of Redis's state. It opens draws.
--
-- KEYS[1] head hash   KEYS[2] taken hash
-- ARGV  1 epoch   2 plan version   3.. pairs of prize id and units that count as taken
--
-- Returns 1, or 0 if this epoch or a later one is already published (nothing was changed)
local there = redis.call('HGET', KEYS[1], 'epoch')
if there and tonumber(there) >= tonumber(ARGV[1]) then return 0 end
redis.call('DEL', KEYS[2])
for i = 3, #ARGV, 2 do redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 1]) end
redis.call('HSET', KEYS[1], 'epoch', ARGV[1], 'plan', ARGV[2])
return 1
