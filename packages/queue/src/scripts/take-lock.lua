-- Takes a job from a worker that is dead, unless another one has taken it since. Its lock may have run out by then.
-- KEYS[1] lock, KEYS[2] job
-- ARGV[1] the name of the dead worker, which BullMQ keeps in the job's `pb`
-- Returns 1 when the job was that worker's, 0 when it was not, or somebody else has taken it from the dead one.
if redis.call('HGET', KEYS[2], 'pb') ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[1])
return redis.call('HDEL', KEYS[2], 'pb')
