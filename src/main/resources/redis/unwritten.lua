-- The draws that nodes still have to write to MariaDB from their memory, before an epoch may be published.
--
-- KEYS[1] unwritten hash   node -> "below:draws:ms"
-- ARGV  1 node, or "" to ask   2 epoch that is coming   3 draws that the node has to write; asked: after how many ms without a report a node
--       counts as having none
--
-- Returns 1 after a report; asked: the nodes with draws, and those whose last report was for an earlier epoch
redis.replicate_commands()
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
if ARGV[1] ~= '' then
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[2] .. ':' .. ARGV[3] .. ':' .. string.format('%.0f', now))
  redis.call('PEXPIRE', KEYS[1], 3600000)
  return 1
end
local nodes = {}
local all = redis.call('HGETALL', KEYS[1])
for i = 1, #all, 2 do
  local below, draws, at = string.match(all[i + 1], '^(%d+):(%d+):(%d+)$')
  local recent = math.abs(now - tonumber(at)) <= tonumber(ARGV[3])
  if recent and (tonumber(draws) > 0 or tonumber(below) < tonumber(ARGV[2])) then nodes[#nodes + 1] = all[i] end
end
return nodes
