-- Publishes an epoch: the last step of making up for a loss of Redis's state. Draws open with it.
--
-- KEYS[1] head hash   KEYS[2] taken hash
-- ARGV  1 epoch   2 plan version   3.. pairs of prize id and candidates to count as taken
--
-- Returns 1, or 0 where this epoch or a later one is published already (nothing was changed)
local there = redis.call('HGET', KEYS[1], 'epoch')
if there and tonumber(there) >= tonumber(ARGV[1]) then return 0 end
redis.call('DEL', KEYS[2])
for i = 3, #ARGV, 2 do redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 1]) end
redis.call('HSET', KEYS[1], 'epoch', ARGV[1], 'plan', ARGV[2])
return 1
