-- Stores a task that is not there yet.
-- KEYS[1] record, KEYS[2] events
-- ARGV[1] index prefix, [2] id, [3] status, [4] createdAt (ms), [5] retention (ms; '' for ever), [6] capped length of the
-- event log, [7] event ('' none), [8] channel that hears of changes, [9…] field, value, …
-- Returns 1 when stored, 0 when the task exists.
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
redis.call('HSET', KEYS[1], unpack(ARGV, 9))
redis.call('ZADD', ARGV[1] .. 'all', ARGV[4], ARGV[2])
redis.call('ZADD', ARGV[1] .. ARGV[3], ARGV[4], ARGV[2])
if ARGV[5] ~= '' then
  local now = redis.call('TIME')[1] * 1000
  redis.call('ZADD', ARGV[1] .. 'expiry', now + ARGV[5], ARGV[2])
end
if ARGV[7] ~= '' then redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[6], '*', 'event', ARGV[7]) end
redis.call('PUBLISH', ARGV[8], ARGV[2])
return 1
