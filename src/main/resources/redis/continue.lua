-- A process reports what it knows of the run of Redis that has ended, and perhaps continues the epoch in this run.
--
-- KEYS[1] head hash   KEYS[2] ledger stream   KEYS[3] reports hash   "run", "last", process -> "epoch:entry"
-- ARGV  1 run id of this server   2 process   3 epoch in which it drew   4 the latest entry that it knows
--       5 run id in which it drew   6 the number of reports that have proved that nothing is lost, "0" to report only
--
-- Returns {published epoch ("": none), last entry that the stream had at the first report of this run,
--   1 if the epoch is continued in this run, process, "epoch:entry", process, "epoch:entry", ...}
redis.replicate_commands()
if redis.call('HGET', KEYS[3], 'run') ~= ARGV[1] then
  local last = '0-0'
  local info = redis.pcall('XINFO', 'STREAM', KEYS[2])
  if not info.err then
    for i = 1, #info, 2 do
      if info[i] == 'last-generated-id' then last = info[i + 1] end
    end
  end
  redis.call('DEL', KEYS[3])
  redis.call('HSET', KEYS[3], 'run', ARGV[1], 'last', last)
end
redis.call('HSET', KEYS[3], ARGV[2], ARGV[3] .. ':' .. ARGV[4])

local head = redis.call('HMGET', KEYS[1], 'epoch', 'runs')
local reports = redis.call('HGETALL', KEYS[3])
-- The runs in which this epoch went on: "epoch:run:run:...". Those of an earlier epoch do not count.
local runs = head[2]
if runs and string.match(runs, '^(%d+):') ~= ARGV[3] then runs = nil end
local continued = head[1] == ARGV[3] and runs and string.sub(runs, -#ARGV[1] - 1) == ':' .. ARGV[1]
if head[1] == ARGV[3] and not continued and #reports / 2 - 2 == tonumber(ARGV[6]) then
  redis.call('HSET', KEYS[1], 'runs', (runs or ARGV[3] .. ':' .. ARGV[5]) .. ':' .. ARGV[1])
  continued = true
end
local answer = {head[1] or '', '0-0', continued and 1 or 0}
for i = 1, #reports, 2 do
  if reports[i] == 'last' then
    answer[2] = reports[i + 1]
  elseif reports[i] ~= 'run' then
    answer[#answer + 1] = reports[i]
    answer[#answer + 1] = reports[i + 1]
  end
end
return answer
