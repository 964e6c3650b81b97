-- Notes what a migration has come to, and holds its lock on, unless another process has that by now.
-- KEYS[1] lock, KEYS[2] what the store says of itself
-- ARGV[1] the word of the process in the lock, ARGV[2] for how long it holds it from now on (ms; 0 gives it back),
-- ARGV[3] what the store says of itself now
-- Returns 1 when it was noted, 0 when the lock is not (any more) that of the process.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[2], ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
