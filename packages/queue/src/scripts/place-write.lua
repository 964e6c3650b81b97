-- Finds where a write to GitHub goes, among the two jobs that may carry it: the second is for what was asked while somebody
-- is at the first. One that waits takes the write over, so that the newest text is written, and once.
-- KEYS[1] the outbox's list of active jobs, [2] and [3] the jobs, [4] the list of those that wait, [5] the set of those that
-- wait for their time, [6] and [7] the sets of those that were carried out and of the dead
-- ARGV[1] the write, [2] and [3] the ids of the jobs, [4] and [5] what this script returned before the job was added, '0' and
-- '' at first
-- What has ended goes: were it replayed, an older text would be written over a newer one.
-- Returns {number of the job to add, when this was asked first}; the number 0 when there is nothing to add (any more).
-- Whoever has added a job comes again: somebody else's may have been there before, with an older text.
local added, asked = tonumber(ARGV[4]), ARGV[5]
if asked == '' then
  local now = redis.call('TIME')
  asked = string.format('%s%06d', now[1], now[2])
end

local function epochOf(text)
  local isRead, write = pcall(cjson.decode, text)
  return isRead and type(write) == 'table' and tonumber(write.epoch) or 0
end

local function stateOf(i)
  if redis.call('EXISTS', KEYS[i]) == 0 then return 'absent' end
  if redis.call('LPOS', KEYS[1], ARGV[i]) then return 'active' end
  local waits = redis.call('LPOS', KEYS[4], ARGV[i]) or redis.call('ZSCORE', KEYS[5], ARGV[i])
  -- One in no list was left by half a transaction, when Redis' file was cut: nobody will carry it out.
  return waits and 'waiting' or 'ended'
end

-- Whether a job carries what a later run says, or what was asked for later; epoch 0 is no run's.
local function isNewer(i)
  local text, at = unpack(redis.call('HMGET', KEYS[i], 'data', 'asked'))
  local theirs, ours = epochOf(text), epochOf(ARGV[1])
  if theirs > 0 and ours > 0 and theirs ~= ours then return theirs > ours end
  return added > 0 and tonumber(at or 0) > tonumber(asked)
end

local function take(i)
  if not isNewer(i) then redis.call('HSET', KEYS[i], 'data', ARGV[1], 'asked', asked) end
  return {0, asked}
end

local function drop(i)
  redis.call('DEL', KEYS[i])
  redis.call('ZREM', KEYS[6], ARGV[i])
  redis.call('ZREM', KEYS[7], ARGV[i])
end

if added > 0 then
  local key = KEYS[added + 1]
  local isOurs = redis.call('HGET', key, 'data') == ARGV[1]
  if isOurs and not isNewer(added + 1) then redis.call('HSET', key, 'asked', asked) end
  -- One that is gone already was carried out, and made room for what was asked for later.
  if isOurs or redis.call('EXISTS', key) == 0 or isNewer(2) or isNewer(3) then return {0, asked} end
end

local first, second = stateOf(2), stateOf(3)
-- What was asked later is carried out later: the second job comes after the first, unless it is under way already.
if second == 'waiting' then
  if first == 'ended' then drop(2) end
  return take(3)
end
if second == 'ended' then drop(3) end
-- Both are under way only where Redis has lost that one is at a time: then the second is given what it may still read.
if first == 'active' then return second == 'active' and take(3) or {2, asked} end
if first == 'waiting' then return take(2) end
if first == 'ended' then drop(2) end
return {1, asked}
