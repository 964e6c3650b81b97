-- Notes that somebody lives, by the clock of Redis, and forgets those that have not been seen for long.
-- KEYS[1] what each says of itself (hash by id), KEYS[2] when it was seen (sorted set, ms)
-- ARGV[1] its id, [2] what it says of itself, [3] after how long one that is silent is forgotten (ms)
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('ZADD', KEYS[2], now, ARGV[1])
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now - ARGV[3])) do
  redis.call('HDEL', KEYS[1], id)
  redis.call('ZREM', KEYS[2], id)
end
redis.call('PEXPIRE', KEYS[1], ARGV[3])
redis.call('PEXPIRE', KEYS[2], ARGV[3])
return now
