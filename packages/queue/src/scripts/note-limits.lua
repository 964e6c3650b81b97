-- Notes what an answer of GitHub's said of its limits. Answers come in any order: of one window the lowest rest counts.
-- KEYS[1] until when everybody pauses (ms), KEYS[2] the allowance, KEYS[3] names of all allowances
-- ARGV[1] name of the allowance, [2] limit, [3] remaining, [4] resetAt (ms) (each '' unknown), [5] pause (ms, 0 none)
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local SAME_WINDOW = 2000

local pause = tonumber(ARGV[5])
if pause > 0 and now + pause > tonumber(redis.call('GET', KEYS[1]) or 0) then
  redis.call('SET', KEYS[1], now + pause, 'PX', pause)
end

local limit, remaining, resetAt = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
if not (limit and remaining and resetAt) then return 0 end
local known = redis.call('HMGET', KEYS[2], 'resetAt', 'remaining')
local knownReset = tonumber(known[1]) or 0
if resetAt < knownReset - SAME_WINDOW then return 0 end
if resetAt > knownReset + SAME_WINDOW then
  redis.call('DEL', KEYS[2])
else
  remaining = math.min(remaining, tonumber(known[2]))
  resetAt = math.max(resetAt, knownReset)
end
redis.call('HSET', KEYS[2], 'limit', limit, 'remaining', remaining, 'resetAt', resetAt)
redis.call('SADD', KEYS[3], ARGV[1])
redis.call('PEXPIREAT', KEYS[2], math.max(resetAt, now + 1000))
return 1
