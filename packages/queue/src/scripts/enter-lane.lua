-- Puts a job at the end of its lane, unless it is there already.
-- KEYS[1] the lane; ARGV[1] the job's id, [2] how long the lane is kept, in ms
-- Returns the id of the first job in the lane
if not redis.call('LPOS', KEYS[1], ARGV[1]) then redis.call('RPUSH', KEYS[1], ARGV[1]) end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return redis.call('LINDEX', KEYS[1], 0)
