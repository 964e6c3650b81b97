-- Forgets a host whose own queue is empty, and what BullMQ keeps of that queue.
-- KEYS[1] the hosts that have a queue of their own (set), KEYS[2..6] its jobs: wait, paused, prioritized, delayed, active,
-- KEYS[7..] what is left of an empty queue
-- ARGV[1] the host
-- Returns 1 when it was forgotten, 0 when there is a job.
if redis.call('EXISTS', unpack(KEYS, 2, 6)) > 0 then return 0 end
redis.call('SREM', KEYS[1], ARGV[1])
redis.call('DEL', unpack(KEYS, 7))
return 1
