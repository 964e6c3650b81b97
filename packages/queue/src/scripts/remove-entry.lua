-- Removes an entry of a hash unless it has another value by now.
-- KEYS[1] the hash; ARGV[1] the field, [2] the value
if redis.call('HGET', KEYS[1], ARGV[1]) == ARGV[2] then redis.call('HDEL', KEYS[1], ARGV[1]) end
