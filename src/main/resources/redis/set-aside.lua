-- Sets aside what Redis has of another campaign with this number, before the first epoch of this one. Nothing is deleted: draws that
-- MariaDB did not have yet are in the stream. The players' hashes are set aside by seed.lua, each when its player returns.
-- Renames or deletes first: at its memory limit Redis refuses a script whose first write could need memory.
--
-- KEYS[1] head hash   KEYS[2] ledger stream   KEYS[3] dead-letter stream   KEYS[4] taken hash
-- ARGV  1 uid of this campaign   2 the coming epoch   3 prefix for the keys of the other campaign
--
-- Returns {uid of the other campaign, entries, dead letters, prefix of its keys}, or {} if there is nothing of another campaign, or its
-- epoch is still published (nothing was changed)
redis.replicate_commands()
local t = redis.call('TIME')
local head = redis.call('HMGET', KEYS[1], 'epoch', 'campaign')
if head[1] or not head[2] or head[2] == ARGV[1] then return {} end
local prefix = ARGV[3] .. head[2] .. ':' .. ARGV[2] .. ':'
local entries, dead = redis.call('XLEN', KEYS[2]), redis.call('XLEN', KEYS[3])
for i, name in ipairs({'ledger', 'dead', 'taken'}) do
  if redis.call('EXISTS', KEYS[i + 1]) == 1 then redis.call('RENAME', KEYS[i + 1], prefix .. name) end
end
redis.call('HDEL', KEYS[1], 'plan', 'plan_digest')
redis.call('HSET', KEYS[1], 'campaign', ARGV[1], 'first_epoch', ARGV[2], 'first_ms', t[1] * 1000 + math.floor(t[2] / 1000))
return {head[2], entries, dead, prefix}
