-- Reads the data of a player's page.
-- The first visit in the first epoch creates the hash and adds the visit to the ledger.
--
-- KEYS[1] head hash   KEYS[2] player hash   KEYS[3] ledger stream
-- ARGV  1 epoch   2 player id   3 expiry of the player hash (ms)   4 high-water mark (entries)
--
-- Returns {code, now (ms), ...}:
--   ok     the player hash as a flat list of fields and values (empty: a new player at the high-water mark, nothing is stored)
--   epoch load   (nothing was changed)
redis.replicate_commands()
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local epoch = redis.call('HGET', KEYS[1], 'epoch')
if epoch ~= ARGV[1] then return {'epoch', now} end
local seen = redis.call('HGET', KEYS[2], 'epoch')
-- A hash without an epoch is that of a player who was blocked or unblocked before the first visit.
if not seen then
  if epoch ~= '1' then return {'load', now} end
  if redis.call('XLEN', KEYS[3]) >= tonumber(ARGV[4]) then return {'ok', now, {}} end
  redis.call('HSET', KEYS[2], 'v', '1', 'epoch', epoch, 'number', '0', 'day', '0', 'today', '0', 'result', 'L')
  redis.call('PEXPIREAT', KEYS[2], ARGV[3])
  redis.call('XADD', KEYS[3], '*', 'v', '1', 'p', ARGV[2], 'n', '0', 'k', '0')
elseif seen ~= epoch then
  return {'load', now}
end
return {'ok', now, redis.call('HGETALL', KEYS[2])}
