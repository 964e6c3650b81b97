-- Finds where a write to GitHub goes, among the two jobs that may carry it: the second is for what was asked while somebody
-- is at the first. One that waits takes the write over, so that the newest text is written, and once.
-- KEYS[1] the outbox's list of active jobs, [2] and [3] the jobs, [4] the list of those that wait, [5] the set of those that
-- wait for their time, [6] and [7] the sets of those that were carried out and of the dead
-- ARGV[1] the write, [2] and [3] the ids of the jobs
-- One of the two that has ended and is not chosen goes: were it replayed, an older text would be written over a newer one.
-- Returns {number of the job, what is there: 'absent', 'ended', or 'waiting' when it took the write over}
local function stateOf(i)
  if redis.call('EXISTS', KEYS[i]) == 0 then return 'absent' end
  if redis.call('LPOS', KEYS[1], ARGV[i]) then return 'active' end
  local waits = redis.call('LPOS', KEYS[4], ARGV[i]) or redis.call('ZSCORE', KEYS[5], ARGV[i])
  -- One in no list was left by half a transaction, when Redis' file was cut: nobody will carry it out.
  return waits and 'waiting' or 'ended'
end

local function drop(i)
  redis.call('DEL', KEYS[i])
  redis.call('ZREM', KEYS[6], ARGV[i])
  redis.call('ZREM', KEYS[7], ARGV[i])
end

local first, second = stateOf(2), stateOf(3)
-- What was asked later is carried out later: the second job comes after the first, unless it is under way already.
if second == 'waiting' then
  if first == 'ended' then drop(2) end
  redis.call('HSET', KEYS[3], 'data', ARGV[1])
  return {2, second}
end
if first == 'active' then return {2, second} end
if second == 'ended' then drop(3) end
if first == 'waiting' then
  redis.call('HSET', KEYS[2], 'data', ARGV[1])
  return {1, first}
end
return {1, first}
