-- Finds where a write to GitHub goes, among the two jobs that may carry it: the second is for what was asked while somebody
-- is at the first. One that waits takes the write over, so that the newest text is written, and once.
-- KEYS[1] the outbox's list of active jobs, [2] and [3] the jobs, [4] the list of those that wait, [5] the set of those that
-- wait for their time
-- ARGV[1] the write, [2] and [3] the ids of the jobs
-- Returns {number of the job, what is there: 'absent', 'ended', or 'waiting' when it took the write over}
local function stateOf(i)
  if redis.call('EXISTS', KEYS[i]) == 0 then return 'absent' end
  if redis.call('LPOS', KEYS[1], ARGV[i]) then return 'active' end
  local waits = redis.call('LPOS', KEYS[4], ARGV[i]) or redis.call('ZSCORE', KEYS[5], ARGV[i])
  -- One in no list was left by half a transaction, when Redis' file was cut: nobody will carry it out.
  return waits and 'waiting' or 'ended'
end

local first, second = stateOf(2), stateOf(3)
-- What was asked later is carried out later: the second job comes after the first, unless it is under way already.
if second == 'waiting' then
  redis.call('HSET', KEYS[3], 'data', ARGV[1])
  return {2, second}
end
if first == 'waiting' then
  redis.call('HSET', KEYS[2], 'data', ARGV[1])
  return {1, first}
end
if first == 'active' then return {2, second} end
return {1, first}
