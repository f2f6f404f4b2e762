-- Updates a player's hash to this epoch, with the maximum of the values in Redis and in MariaDB. The hash of a player of another
-- campaign, which had this number before, is set aside: only MariaDB's values count then, and a block that was made since.
--
-- KEYS[1] head hash   KEYS[2] player hash   KEYS[3] ledger stream
-- ARGV  1 epoch   2 player id   3 expiry of the player hash (ms)   4 "1" if the player is in MariaDB, else "0"
--       5 last number in MariaDB   6 its result ("L" or "W:prize:ordinal")   7 day number   8 draws of that day in MariaDB
--       9 revision of the player's last block or unblock in MariaDB (0: none)   10 "1" if that blocked the player
--       11.. pairs of field and value: wins ("win:number", "prize:ordinal:ms") and wins a prize ("got:prize", count)
--
-- Returns {"ok" | "epoch", now (ms)}
redis.replicate_commands()
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local head = redis.call('HMGET', KEYS[1], 'epoch', 'first_epoch', 'first_ms')
if head[1] ~= ARGV[1] then return {'epoch', now} end
local p = redis.call('HMGET', KEYS[2], 'epoch', 'number', 'day', 'today', 'result', 'block_revision', 'blocked')
if p[1] == ARGV[1] then return {'ok', now} end
-- Without an epoch it has nothing but a block, of which the revision is a time.
if head[2] and ((p[1] and tonumber(p[1]) < tonumber(head[2])) or (not p[1] and p[6] and tonumber(p[6]) < tonumber(head[3]))) then
  local block, blocked = p[6], p[7]
  redis.call('RENAME', KEYS[2], KEYS[2] .. ':aside:' .. (p[1] or '0'))
  p = {}
  if block and tonumber(block) >= tonumber(head[3]) then
    p[6] = block
    redis.call('HSET', KEYS[2], 'block_revision', block)
    if blocked then redis.call('HSET', KEYS[2], 'blocked', '1') end
  end
end

local number, result = tonumber(p[2] or 0), p[5] or 'L'
local stored = tonumber(ARGV[5])
if stored >= number then number, result = stored, ARGV[6] end
local today = tonumber(ARGV[8])
local day = ARGV[7]
if p[3] == day and tonumber(p[4]) > today then today = tonumber(p[4]) end
-- A later day is that of a draw from before the clock of Redis was put back.
if p[3] and tonumber(p[3]) > tonumber(day) then day, today = p[3], p[4] end
redis.call('HSET', KEYS[2], 'v', '1', 'epoch', ARGV[1], 'number', number, 'day', day, 'today', today, 'result', result)
-- The newer change stands. MariaDB's may be older: it was read before this call, and the change came between.
if tonumber(ARGV[9]) > tonumber(p[6] or 0) then
  redis.call('HSET', KEYS[2], 'block_revision', ARGV[9])
  if ARGV[10] == '1' then
    redis.call('HSET', KEYS[2], 'blocked', '1')
  else
    redis.call('HDEL', KEYS[2], 'blocked')
  end
end
for i = 11, #ARGV, 2 do
  local value = ARGV[i + 1]
  if string.sub(ARGV[i], 1, 4) == 'got:' then
    local had = tonumber(redis.call('HGET', KEYS[2], ARGV[i]) or 0)
    if had > tonumber(value) then value = had end
  end
  redis.call('HSET', KEYS[2], ARGV[i], value)
end
redis.call('PEXPIREAT', KEYS[2], ARGV[3])
if not p[1] and ARGV[4] == '0' then redis.call('XADD', KEYS[3], '*', 'v', '1', 'p', ARGV[2], 'n', '0', 'k', '0') end
return {'ok', now}
