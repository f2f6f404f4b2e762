-- Blocks or unblocks a player. A missing hash is created without an epoch: the player still counts as not loaded.
--
-- Without a published epoch nothing is changed: what is written before the first one may be lost with Redis, and in the first
-- epoch a missing hash is not looked up in MariaDB. After it every loss of state begins a later epoch, which loads players.
--
-- A change has an entry id of its own, so that after a restart of Redis it can be told whether the change is lost. If it is the
-- first in this run of Redis, it notes the entry before as continue.lua does.
--
-- KEYS[1] head hash   KEYS[2] player hash   KEYS[3] ledger stream   KEYS[4] reports hash
-- ARGV  1 revision of the change   2 "1" to block, "0" to unblock   3 expiry of a new player hash (ms)   4 run id of this server
--
-- Returns {"applied", the published epoch, the entry id}, or, and then nothing was changed, {"closed"} (no epoch is published) or
-- {"newer"} (a newer change is there)
redis.replicate_commands()
local epoch = redis.call('HGET', KEYS[1], 'epoch')
if not epoch then return {'closed'} end
local revision = redis.call('HGET', KEYS[2], 'block_revision')
if revision and tonumber(revision) > tonumber(ARGV[1]) then return {'newer'} end
local there = redis.call('EXISTS', KEYS[2])
redis.call('HSET', KEYS[2], 'block_revision', ARGV[1])
if ARGV[2] == '1' then
  redis.call('HSET', KEYS[2], 'blocked', '1')
else
  redis.call('HDEL', KEYS[2], 'blocked')
end
if there == 0 then redis.call('PEXPIREAT', KEYS[2], ARGV[3]) end
if redis.call('HGET', KEYS[4], 'run') ~= ARGV[4] then
  local last = '0-0'
  local info = redis.pcall('XINFO', 'STREAM', KEYS[3])
  if not info.err then
    for i = 1, #info, 2 do
      if info[i] == 'last-generated-id' then last = info[i + 1] end
    end
  end
  redis.call('DEL', KEYS[4])
  redis.call('HSET', KEYS[4], 'run', ARGV[4], 'last', last)
end
local entry = redis.call('XADD', KEYS[3], '*', 'v', '1')
redis.call('XDEL', KEYS[3], entry)
return {'applied', epoch, entry}
