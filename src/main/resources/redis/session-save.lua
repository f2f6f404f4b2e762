-- Writes the changes of one request to a session, in one atomic step.
--
-- KEYS[1] session   hash   see RedisKeys
-- KEYS[2] its new key; equal to KEYS[1] if it is not renamed
-- ARGV  1 "1" for a new session, "0" for one that must still exist
--       2 time to live (ms)
--       3 n, the number of fields to set
--       4 ... 3 + 2n       field, value, field, value, ...
--       from there on      fields to remove
--
-- Returns 1, or 0 if the session no longer exists and nothing was written:
-- a session that another node ended is not restored.
--
-- May be repeated: a new key is random and made for one save, so a session that is found there was renamed by the first run.
if ARGV[1] == '0' then
  -- PEXPIRE returns 0 if the key does not exist.
  if redis.call('PEXPIRE', KEYS[1], ARGV[2]) == 1 then
    if KEYS[1] ~= KEYS[2] then redis.call('RENAME', KEYS[1], KEYS[2]) end
  elseif redis.call('PEXPIRE', KEYS[2], ARGV[2]) == 0 then
    return 0
  end
end
local first_removed = 4 + 2 * tonumber(ARGV[3])
redis.call('HSET', KEYS[2], unpack(ARGV, 4, first_removed - 1))
if ARGV[first_removed] then redis.call('HDEL', KEYS[2], unpack(ARGV, first_removed)) end
if ARGV[1] == '1' then redis.call('PEXPIRE', KEYS[2], ARGV[2]) end
return 1
