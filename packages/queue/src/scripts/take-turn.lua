-- When a request to GitHub may be sent.
-- KEYS[1] until when everybody pauses (ms), KEYS[2] the allowance: limit, remaining, resetAt (ms), next (ms)
-- ARGV[1] 1 when the caller is urgent, [2] the part of the limit that is kept for those, [3] the longest wait (ms)
-- Returns {'go', ms to wait before}, {'look_again', ms to wait before} or {'later', ms until it is worth asking}.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local longest = tonumber(ARGV[3])
local HOUR = 3600000

local paused = tonumber(redis.call('GET', KEYS[1]) or 0) - now
if paused > longest then return {'later', paused} end
if paused > 0 then return {'look_again', paused} end

local found = redis.call('HMGET', KEYS[2], 'limit', 'remaining', 'resetAt', 'next')
local limit, remaining = tonumber(found[1]), tonumber(found[2])
-- An allowance lasts an hour at most; the clocks may differ.
local left = math.min((tonumber(found[3]) or 0) - now, HOUR)
if not limit or left <= 0 then return {'go', 0} end
if remaining <= 0 then
  if left > longest then return {'later', left} end
  return {'look_again', left}
end
local reserve = math.min(math.max(limit * ARGV[2], 100), limit / 2)
if ARGV[1] == '1' or remaining >= reserve then return {'go', 0} end

-- Spaces what is left over the time that is left, over all processes.
local slot = math.max(tonumber(found[4]) or 0, now)
local wait = math.min(slot - now, left)
if wait > longest then return {'later', wait} end
redis.call('HSET', KEYS[2], 'next', slot + math.ceil(left / remaining))
return {'go', wait}
