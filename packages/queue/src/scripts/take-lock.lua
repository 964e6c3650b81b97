-- Takes the lock on a job from a worker that is dead, unless another one has taken the job since.
-- KEYS[1] lock, KEYS[2] job
-- ARGV[1] the name of the dead worker, which BullMQ keeps in the job's `pb`
-- Returns 1 when the lock was taken, 0 when there was none of that worker's.
if redis.call('HGET', KEYS[2], 'pb') ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
