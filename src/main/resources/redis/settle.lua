-- Applies what MariaDB stored for one entry: puts the result into the player's hash and
-- deletes the entry from the ledger.
--
-- KEYS[1] player hash   KEYS[2] taken hash   KEYS[3] ledger stream
-- ARGV  1 entry id   2 number   3 result ("L" or "W:prize:ordinal")   4 win's value ("prize:ordinal:ms", empty for a loss)
--       5 prize the entry was a candidate for (0: none)   6 "1" to release its place (another draw of this number is stored)
--
-- Returns 1 if the entry was still in the ledger, else 0 (it was settled before; the place is released only once)
local was = redis.call('XDEL', KEYS[3], ARGV[1])
if was == 1 and ARGV[6] == '1' then redis.call('HINCRBY', KEYS[2], ARGV[5], -1) end
local number = redis.call('HGET', KEYS[1], 'number')
if number then
  if number == ARGV[2] then redis.call('HSET', KEYS[1], 'result', ARGV[3]) end
  if ARGV[4] ~= '' then redis.call('HSET', KEYS[1], 'win:' .. ARGV[2], ARGV[4]) end
end
return was
