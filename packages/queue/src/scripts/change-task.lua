-- Changes a task if the change is legal and its author still owns the task.
-- KEYS[1] record, KEYS[2] events
-- ARGV[1] index prefix, [2] id, [3] the author's epoch ('' claims the task: its epoch is raised), [4] new status ('' stays),
-- [5] legal transitions as JSON {from: [to, …]}, [6] retention (ms; '' for ever), [7] capped length of the event log,
-- [8] event ('' none), [9…] field, value, …; every field of a record is JSON
-- Returns {'changed', field, value, …}, {'missing'}, {'stale', current epoch} or {'illegal', current status}.
local stored = redis.call('HMGET', KEYS[1], 'status', 'epoch')
if not stored[1] then return {'missing'} end
local from = cjson.decode(stored[1])
local to = ARGV[4]

if ARGV[3] ~= '' and ARGV[3] ~= stored[2] then return {'stale', stored[2]} end
if to ~= '' then
  local legal = false
  for _, status in ipairs(cjson.decode(ARGV[5])[from]) do
    if status == to then legal = true end
  end
  if not legal then return {'illegal', from} end
  local created = redis.call('ZSCORE', ARGV[1] .. 'all', ARGV[2])
  redis.call('ZREM', ARGV[1] .. from, ARGV[2])
  redis.call('ZADD', ARGV[1] .. to, created, ARGV[2])
  redis.call('HSET', KEYS[1], 'status', cjson.encode(to))
  if ARGV[6] == '' then
    redis.call('ZREM', ARGV[1] .. 'expiry', ARGV[2])
  else
    local now = redis.call('TIME')[1] * 1000
    redis.call('ZADD', ARGV[1] .. 'expiry', now + ARGV[6], ARGV[2])
  end
end

if ARGV[3] == '' then redis.call('HINCRBY', KEYS[1], 'epoch', 1) end
redis.call('HSET', KEYS[1], unpack(ARGV, 9))
if ARGV[8] ~= '' then redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[7], '*', 'event', ARGV[8]) end
local changed = redis.call('HGETALL', KEYS[1])
table.insert(changed, 1, 'changed')
return changed
