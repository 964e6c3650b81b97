-- Puts a job at the end of its lane, unless it is there already.
-- KEYS[1] the lane, [2] the job; ARGV[1] the job's id, [2] how long the lane is kept, in ms, [3] the lane's name, which the
-- job keeps: what it was computed from may be gone when the job has to leave
-- Returns the id of the first job in the lane
if not redis.call('LPOS', KEYS[1], ARGV[1]) then redis.call('RPUSH', KEYS[1], ARGV[1]) end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
if redis.call('EXISTS', KEYS[2]) == 1 then redis.call('HSET', KEYS[2], 'lane', ARGV[3]) end
return redis.call('LINDEX', KEYS[1], 0)
