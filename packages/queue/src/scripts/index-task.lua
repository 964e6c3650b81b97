-- Puts a record that an index has lost into it again, unless it has changed since it was read.
-- KEYS[1] record
-- ARGV[1] index prefix, [2] id, [3] status as it was read, [4] createdAt (ms), [5] retention (ms; '' for ever),
-- [6] when it ended (ms)
-- Returns 1 when it is there again, 0 when the record is another one by now.
if redis.call('HGET', KEYS[1], 'status') ~= cjson.encode(ARGV[3]) then return 0 end
redis.call('ZADD', ARGV[1] .. 'all', ARGV[4], ARGV[2])
redis.call('ZADD', ARGV[1] .. 'ids', 0, ARGV[2])
redis.call('ZADD', ARGV[1] .. ARGV[3], ARGV[4], ARGV[2])
if ARGV[5] ~= '' then
  local now = redis.call('TIME')[1] * 1000
  redis.call('ZADD', ARGV[1] .. 'expiry', 'NX', now + ARGV[5], ARGV[2])
  redis.call('ZADD', ARGV[1] .. 'ended', 'NX', ARGV[6], ARGV[2])
end
return 1
