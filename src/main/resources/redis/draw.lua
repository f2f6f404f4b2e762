-- One draw: all checks and changes in one atomic step, by the clock of Redis.
--
-- The time that decides on window, day and release never goes back: it is the clock of Redis, or the latest time of an
-- admitted draw where the clock was put back. Otherwise a day's chances could be used twice. Only the deadline is
-- compared with the clock itself, because the caller computed it from that.
--
-- KEYS[1] head     hash   epoch, plan, clock
-- KEYS[2] player   hash   see RedisKeys
-- KEYS[3] taken    hash   prize id -> candidates admitted
-- KEYS[4] ledger   stream draws and first visits that may not be in MariaDB yet
-- ARGV  1 deadline (ms)        2 epoch             3 plan version      4 campaign state (open, paused, other)
--       5 day number
--       6 terms: eight big-endian doubles in one string, since each argument costs as much as a hash field:
--         opens (ms), closes (ms), day's start (ms), day's end (ms), chances per day, chances in all, high-water mark (entries),
--         expiry of the player hash (ms)
--       7 draw's number         8 player id
--      and only if the roll hit a prize:
--       9 the prize            10 its limit per player (0: none)         11 its stock
--      12 its release line, in units: "ms,units,ms,units,..."; empty if everything is released
--
-- Returns {code, now (ms), ...}:
--   loss       number, chances used today, entry id, 1 for a player's first draw
--   candidate  number, chances used today, entry id, 1 for a player's first draw, prize id
--   repeat     number, chances used today, result ("L" loss, "C:prize:entry" candidate, "W:prize:ordinal" win), an entry id that is
--              not lower than that of the repeated draw
--   day        the time that decides (ms), which is not on the given day   (nothing was changed)
--   late epoch plan load refresh blocked not_begun ended paused no_chances_today no_chances busy   (nothing was changed)
redis.replicate_commands()
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
if now > tonumber(ARGV[1]) then return {'late', now} end

local head = redis.call('HMGET', KEYS[1], 'epoch', 'plan', 'clock')
if head[1] ~= ARGV[2] then return {'epoch', now} end
if head[2] ~= ARGV[3] then return {'plan', now} end
local opens, closes, day_start, day_end, chances_today, chances_in_all, high_water, expires_at = struct.unpack('>dddddddd', ARGV[6])
local latest = tonumber(head[3] or 0)
local time = now
if latest > now then time = latest end
if time < day_start or time >= day_end then return {'day', now, time} end

local prize = ARGV[9] or '0'
local p = redis.call('HMGET', KEYS[2], 'epoch', 'number', 'day', 'today', 'result', 'blocked', 'got:' .. prize)
local fresh = not p[1]
if fresh then
  -- In the first epoch a missing hash means a new player, and so does one without an epoch, which block.lua made. In
  -- later epochs the hash may have been lost.
  if ARGV[2] ~= '1' then return {'load', now} end
elseif p[1] ~= ARGV[2] then
  return {'load', now}
end
if p[6] then return {'blocked', now} end

local number = tonumber(p[2] or 0)
local today = 0
if p[3] == ARGV[5] then today = tonumber(p[4]) end

-- A repeat is answered before the checks of time and chances, because the draw that it repeats was admitted.
local asked = tonumber(ARGV[7])
if asked == number and not fresh then
  local last = '0-0'
  local info = redis.pcall('XINFO', 'STREAM', KEYS[4])
  if not info.err then
    for i = 1, #info, 2 do
      if info[i] == 'last-generated-id' then last = info[i + 1] end
    end
  end
  return {'repeat', now, number, today, p[5], last}
end
if asked ~= number + 1 then return {'refresh', now} end

if time >= closes then return {'ended', now} end
if time < opens then return {'not_begun', now} end
if ARGV[4] ~= 'open' then
  if ARGV[4] == 'paused' then return {'paused', now} end
  if ARGV[4] == 'closed' then return {'ended', now} end
  return {'not_begun', now}
end
if number >= chances_in_all then return {'no_chances', now} end
if today >= chances_today then return {'no_chances_today', now} end
if redis.call('XLEN', KEYS[4]) >= high_water then return {'busy', now} end

-- A hit becomes a candidate if the player's limit and the released share allow it; otherwise it is a loss.
local admitted = false
if prize ~= '0' then
  local limit = tonumber(ARGV[10])
  if limit == 0 or tonumber(p[7] or 0) < limit then
    local stock = tonumber(ARGV[11])
    local released = stock
    if ARGV[12] ~= '' then
      released = 0
      local t0, u0
      for ms, units in string.gmatch(ARGV[12], '(%d+),(%d+)') do
        ms, units = tonumber(ms), tonumber(units)
        if time < ms then
          if t0 then released = math.floor(u0 + (units - u0) * (time - t0) / (ms - t0)) end
          break
        end
        t0, u0 = ms, units
        released = units
      end
    end
    if released > stock then released = stock end
    if tonumber(redis.call('HGET', KEYS[3], prize) or 0) < released then admitted = true end
  end
end

-- The entry of a player's first draw is marked with f: the ledger then also stores the first visit.
today = today + 1
local entry
if fresh then
  entry = redis.call('XADD', KEYS[4], '*', 'v', '1', 'p', ARGV[8], 'n', ARGV[7], 'k', admitted and prize or '0', 'f', '1')
  redis.call('HSET', KEYS[2], 'v', '1', 'epoch', ARGV[2], 'number', ARGV[7], 'day', ARGV[5], 'today', today, 'result', 'L')
  redis.call('PEXPIREAT', KEYS[2], string.format('%.0f', expires_at))
else
  entry = redis.call('XADD', KEYS[4], '*', 'v', '1', 'p', ARGV[8], 'n', ARGV[7], 'k', admitted and prize or '0')
  if p[3] == ARGV[5] and p[5] == 'L' then
    redis.call('HSET', KEYS[2], 'number', ARGV[7], 'today', today)
  else
    redis.call('HSET', KEYS[2], 'number', ARGV[7], 'day', ARGV[5], 'today', today, 'result', 'L')
  end
end
-- Once a second is enough: days begin and windows end at whole seconds.
if math.floor(time / 1000) > math.floor(latest / 1000) then
  redis.call('HSET', KEYS[1], 'clock', string.format('%.0f', time))
end
if not admitted then return {'loss', now, asked, today, entry, fresh and 1 or 0} end

redis.call('HINCRBY', KEYS[3], prize, 1)
redis.call('HSET', KEYS[2], 'result', 'C:' .. prize .. ':' .. entry, 'got:' .. prize, tonumber(p[7] or 0) + 1)
return {'candidate', now, asked, today, entry, fresh and 1 or 0, tonumber(prize)}
