-- Compares a node's plan with the announced one and announces it if it is newer: a draw of a node with an older plan is then
-- answered with "plan". Never decreases the version. What an older WAR did not publish is added.
-- Deletes first: at its memory limit Redis refuses a script whose first write could need memory.
--
-- KEYS[1] head hash   ARGV 1 plan version   2 uid of the campaign   3 digest of the plan ("formula:version:hex")
--
-- Returns {the announced version, difference}:
--   ""        the node's plan is the announced one
--   newer     the announced plan is newer
--   plan      another plan of this version is announced
--   campaign  the epoch is that of another campaign with this number   (nothing was changed)
local head = redis.call('HMGET', KEYS[1], 'plan', 'campaign', 'plan_digest')
if head[2] and head[2] ~= ARGV[2] then return {tonumber(head[1] or ARGV[1]), 'campaign'} end
if not head[1] then return {tonumber(ARGV[1]), ''} end
local there = tonumber(head[1])
if there > tonumber(ARGV[1]) then return {there, 'newer'} end
local comparable = string.match(ARGV[3], '^%d+:%d+:')
if there == tonumber(ARGV[1]) then
  if head[3] == ARGV[3] and head[2] then return {there, ''} end
  if head[3] and head[3] ~= ARGV[3] and string.sub(head[3], 1, #comparable) == comparable then return {there, 'plan'} end
end
redis.call('HDEL', KEYS[1], 'plan')
redis.call('HSET', KEYS[1], 'plan', ARGV[1], 'campaign', ARGV[2], 'plan_digest', ARGV[3])
return {tonumber(ARGV[1]), ''}
