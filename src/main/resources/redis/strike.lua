-- Takes a rehearsal's player away, and what he counts among the candidates.
--
-- KEYS[1] player  hash   see RedisKeys
-- KEYS[2] taken   hash   prize id -> candidates admitted
-- ARGV    the campaign's prizes
--
-- Returns 1, or 0 where there was no such player
for _, prize in ipairs(ARGV) do
  local got = tonumber(redis.call('HGET', KEYS[1], 'got:' .. prize) or 0)
  if got > 0 then redis.call('HINCRBY', KEYS[2], prize, -got) end
end
return redis.call('DEL', KEYS[1])
