-- Sets a key unless it has another value by now; gives 1 when it did, else 0.
-- KEYS[1] the key; ARGV[1] the value before, empty for none, [2] the value after
if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2])
return 1
