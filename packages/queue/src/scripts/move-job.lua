-- Moves a waiting job within the set of those that wait with a priority, next to another one of them.
-- A job's score there is its priority times 2^32 and a counter, and the lowest is taken first: getPriorityScore.lua and
-- moveJobFromPrioritizedToActive.lua of BullMQ 6.7.0, https://github.com/taskforcesh/bullmq/tree/v6.7.0/src/commands/includes
-- No score is made up: the job first gets the next one at the end of the priority, as changePriority-7.lua gives it, and then
-- it and those it passes hand on theirs, so that what BullMQ adds later still comes after them.
-- KEYS[1] the set of waiting jobs, [2] the counter of scores, [3] the job
-- ARGV[1] the job's id, [2] 'before', 'front' or 'back', [3] the id of the job it is to come before
-- Returns {'moved' or 'same', its priority from now on}, or, with nothing changed, {'absent', 'job'} or {'absent', 'other'}.
local STEP = 4294967296
local jobId, where, other = ARGV[1], ARGV[2], ARGV[3]

local score = tonumber(redis.call('ZSCORE', KEYS[1], jobId) or nil)
if not score or redis.call('EXISTS', KEYS[3]) == 0 then return {'absent', 'job'} end
if where == 'front' then other = redis.call('ZRANGE', KEYS[1], 0, 0)[1] end
if where == 'back' then other = redis.call('ZRANGE', KEYS[1], -1, -1)[1] end
local target = tonumber(redis.call('ZSCORE', KEYS[1], other) or nil)
if not target then return {'absent', 'other'} end

local priority = math.floor(target / STEP)
if other == jobId then return {'same', priority} end
local crosses = math.floor(score / STEP) ~= priority
if crosses then
  local count = redis.call('INCR', KEYS[2])
  redis.call('ZADD', KEYS[1], priority * STEP + count % STEP, jobId)
  redis.call('HSET', KEYS[3], 'priority', priority)
end

local from, to = redis.call('ZRANK', KEYS[1], jobId), redis.call('ZRANK', KEYS[1], other)
-- Its own place becomes free, on whichever side of the other one that is.
if where ~= 'back' and from < to then to = to - 1 end
if where == 'back' and from > to then to = to + 1 end
if from == to then return {crosses and 'moved' or 'same', priority} end

local first, last = math.min(from, to), math.max(from, to)
local flat = redis.call('ZRANGE', KEYS[1], first, last, 'WITHSCORES')
local count = #flat / 2
for i = 0, count - 1 do
  -- The job goes from one end to the other; each of those between moves by one.
  local place = from > to and (i + 1) % count or (i - 1) % count
  redis.call('ZADD', KEYS[1], flat[2 * place + 2], flat[2 * i + 1])
end
return {'moved', priority}
