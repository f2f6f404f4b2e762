-- Announces a newer plan version: a draw of a node with an older plan is then answered with "plan". Never decreases it.
-- Deletes first: at its memory limit Redis refuses a script whose first write could need memory.
--
-- KEYS[1] head hash   ARGV 1 plan version
--
-- Returns the announced version
local there = redis.call('HGET', KEYS[1], 'plan')
if there and tonumber(there) >= tonumber(ARGV[1]) then return tonumber(there) end
if there then
  redis.call('HDEL', KEYS[1], 'plan')
  redis.call('HSET', KEYS[1], 'plan', ARGV[1])
end
return tonumber(ARGV[1])
