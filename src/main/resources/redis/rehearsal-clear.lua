-- Deletes the player of a rehearsal and releases the places of the player's candidates.
--
-- KEYS[1] player  hash   see RedisKeys
-- KEYS[2] taken   hash   prize id -> candidates admitted
-- ARGV    the ids of the campaign's prizes
--
-- Returns 1, or 0 if there was no such player
for _, prize in ipairs(ARGV) do
  local got = tonumber(redis.call('HGET', KEYS[1], 'got:' .. prize) or 0)
  if got > 0 then redis.call('HINCRBY', KEYS[2], prize, -got) end
end
return redis.call('DEL', KEYS[1])
