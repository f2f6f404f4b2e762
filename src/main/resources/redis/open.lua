-- Publishes an epoch: the last step of the recovery from a loss of Redis's state. It opens draws.
--
-- KEYS[1] head hash   KEYS[2] taken hash
-- ARGV  1 epoch   2 plan version   3 uid of the campaign   4 digest of the plan   5.. pairs of prize id and units that count as taken
--
-- Returns 1, or 0 if this epoch or a later one is already published, or the state is that of another campaign (nothing was changed)
local head = redis.call('HMGET', KEYS[1], 'epoch', 'campaign')
if head[1] and tonumber(head[1]) >= tonumber(ARGV[1]) then return 0 end
if head[2] and head[2] ~= ARGV[3] then return 0 end
redis.call('DEL', KEYS[2])
for i = 5, #ARGV, 2 do redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 1]) end
redis.call('HSET', KEYS[1], 'epoch', ARGV[1], 'plan', ARGV[2], 'campaign', ARGV[3], 'plan_digest', ARGV[4])
redis.call('HDEL', KEYS[1], 'closed')
return 1
