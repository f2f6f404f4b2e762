-- Announces a newer plan: nodes that hold an older one are told so at their next draw. Never goes back.
--
-- KEYS[1] head hash   ARGV 1 plan version
--
-- Returns the version that is announced now
local there = redis.call('HGET', KEYS[1], 'plan')
if there and tonumber(there) >= tonumber(ARGV[1]) then return tonumber(there) end
if there then redis.call('HSET', KEYS[1], 'plan', ARGV[1]) end
return tonumber(ARGV[1])
