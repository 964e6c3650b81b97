-- Stores a task that is not there yet, or puts it in place of a record that still is as it was read.
-- KEYS[1] record, KEYS[2] events
-- ARGV[1] index prefix, [2] id, [3] status, [4] createdAt (ms), [5] retention (ms; '' for ever), [6] capped length of the
-- event log, [7] event ('' none), [8] channel that hears of changes, [9] epoch and [10] revision of the record that it
-- replaces ('' only where there is none), [11] all statuses as JSON, [12] when it ended (ms), [13…] field, value, …
-- Returns 1 when stored, 0 when the task exists.
local stored = redis.pcall('HMGET', KEYS[1], 'epoch', 'revision')
-- What is no record at all exists too.
if stored.err then return 0 end
if stored[1] and (stored[1] ~= ARGV[9] or (stored[2] or '0') ~= ARGV[10]) then return 0 end
redis.call('DEL', KEYS[1])
-- A record that somebody removed is in its indexes still.
for _, status in ipairs(cjson.decode(ARGV[11])) do redis.call('ZREM', ARGV[1] .. status, ARGV[2]) end
for _, index in ipairs({'expiry', 'ended'}) do redis.call('ZREM', ARGV[1] .. index, ARGV[2]) end
redis.call('HSET', KEYS[1], unpack(ARGV, 13))
redis.call('ZADD', ARGV[1] .. 'all', ARGV[4], ARGV[2])
redis.call('ZADD', ARGV[1] .. 'ids', 0, ARGV[2])
redis.call('ZADD', ARGV[1] .. ARGV[3], ARGV[4], ARGV[2])
if ARGV[5] ~= '' then
  local now = redis.call('TIME')[1] * 1000
  redis.call('ZADD', ARGV[1] .. 'expiry', now + ARGV[5], ARGV[2])
  redis.call('ZADD', ARGV[1] .. 'ended', ARGV[12], ARGV[2])
end
if ARGV[7] ~= '' then redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[6], '*', 'event', ARGV[7]) end
redis.call('PUBLISH', ARGV[8], ARGV[2])
return 1
