-- Adds to a day what a run has cost since it last told: repetition adds nothing.
-- KEYS[1] the day's sums, KEYS[2] what each run of the task has told
-- ARGV[1] epoch of the run, [2] what it has cost in all, [3] field of its repository, [4] how long to remember (s)
-- Returns what was added.
local told = redis.call('HGET', KEYS[2], ARGV[1]) or 0
local more = ARGV[2] - told
if more <= 0 then return 0 end
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
redis.call('HINCRBY', KEYS[1], 'total', more)
redis.call('HINCRBY', KEYS[1], ARGV[3], more)
redis.call('EXPIRE', KEYS[1], ARGV[4])
redis.call('EXPIRE', KEYS[2], ARGV[4])
return more
