-- Changes a task if the change is legal and its author still owns the task.
-- KEYS[1] record, KEYS[2] events
-- ARGV[1] index prefix, [2] id, [3] the author's epoch ('' claims the task: its epoch is raised), [4] new status ('' stays),
-- [5] legal transitions as JSON {from: [to, …]}, [6] retention (ms; '' for ever), [7] capped length of the event log,
-- [8] event ('' none), [9] channel that hears of changes, [10] for how long nobody may cancel the task (ms; '' stays),
-- [11] n, how many of the following pairs are given: fields that must have this value, [12] prefix of the hours in which
-- ended tasks are counted, [13] how long an hour is remembered (s),
-- [14…] field, value, … (n given, then the new ones); every field of a record is JSON
-- A cancelled task's epoch is raised: its run can write no more. An epoch is the time (ms), so that none is given twice where
-- Redis lost its last second or the record was made anew. Where the clock was set back it is a step above the last one; the
-- microseconds make the step another each time, lest one be given again when that write is lost.
-- Returns {'changed', field, value, …}, {'missing'}, {'stale', current epoch}, {'illegal', current status},
-- {'publishing', remaining ms}, {'changed_meanwhile', field}, {'corrupt', key of the record} or {'unindexed'}, when the index
-- of all tasks has lost it.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local stored = redis.pcall('HMGET', KEYS[1], 'status', 'epoch', 'runs', 'revision', 'publishingEnd')
if stored.err then return {'corrupt', KEYS[1]} end
if not stored[1] then return {'missing'} end
local readable, from = pcall(cjson.decode, stored[1])
if not (readable and stored[2] and cjson.decode(ARGV[5])[from]) then return {'corrupt', KEYS[1]} end
-- What would fail further down would leave half a change behind: Redis takes nothing back.
for i = 2, 5 do
  -- Below 2^53, where numbers are exact, with room for the next steps.
  local sound = not stored[i] or (string.match(stored[i], '^%d+$') and tonumber(stored[i]) < 9e15)
  if not sound then return {'corrupt', KEYS[1]} end
end
local to = ARGV[4]
local first = 14 + 2 * ARGV[11]

if ARGV[3] ~= '' and ARGV[3] ~= stored[2] then return {'stale', stored[2]} end
if to ~= '' then
  local legal = false
  for _, status in ipairs(cjson.decode(ARGV[5])[from]) do
    if status == to then legal = true end
  end
  if not legal then return {'illegal', from} end
end
for i = 14, first - 1, 2 do
  -- A field that an older version did not write has its default: nothing.
  local value = redis.call('HGET', KEYS[1], ARGV[i])
  local same = value == ARGV[i + 1] or (not value and (ARGV[i + 1] == 'null' or ARGV[i + 1] == '[]'))
  if not same then return {'changed_meanwhile', ARGV[i]} end
end
if to == 'cancelled' then
  local publishing = stored[5]
  if publishing and tonumber(publishing) > now then return {'publishing', tostring(publishing - now)} end
end

local created = redis.call('ZSCORE', ARGV[1] .. 'all', ARGV[2])
if not created then return {'unindexed'} end
if to ~= '' then
  redis.call('ZREM', ARGV[1] .. from, ARGV[2])
  redis.call('ZADD', ARGV[1] .. to, created, ARGV[2])
  redis.call('HSET', KEYS[1], 'status', cjson.encode(to))
  if ARGV[6] == '' then
    redis.call('ZREM', ARGV[1] .. 'expiry', ARGV[2])
    redis.call('ZREM', ARGV[1] .. 'ended', ARGV[2])
  else
    redis.call('ZADD', ARGV[1] .. 'expiry', now + ARGV[6], ARGV[2])
    redis.call('ZADD', ARGV[1] .. 'ended', now, ARGV[2])
    local hour = ARGV[12] .. math.floor(time[1] / 3600)
    -- A count that is damaged holds up nothing.
    redis.pcall('HINCRBY', hour, to, 1)
    redis.call('EXPIRE', hour, ARGV[13])
  end
end

if ARGV[3] == '' or to == 'cancelled' then
  local last = tonumber(stored[2])
  redis.call('HSET', KEYS[1], 'epoch', string.format('%.0f', now > last and now or last + 1 + time[2]))
end
if ARGV[3] == '' then redis.call('HINCRBY', KEYS[1], 'runs', 1) end
redis.call('HINCRBY', KEYS[1], 'revision', 1)
redis.call('HSET', KEYS[1], unpack(ARGV, first))
if ARGV[10] == '0' then
  redis.call('HDEL', KEYS[1], 'publishingEnd')
elseif ARGV[10] ~= '' then
  redis.call('HSET', KEYS[1], 'publishingEnd', now + ARGV[10])
end
if ARGV[8] ~= '' then redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[7], '*', 'event', ARGV[8]) end
redis.call('PUBLISH', ARGV[9], ARGV[2])
local changed = redis.call('HGETALL', KEYS[1])
table.insert(changed, 1, 'changed')
return changed
