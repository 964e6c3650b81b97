-- Lists those that have beaten, those last seen at the head.
-- KEYS[1] what each says of itself (hash by id), KEYS[2] when it was seen (sorted set, ms)
-- ARGV[1] after how long one that is silent is forgotten (ms)
-- Returns pairs: what it says of itself, how long ago it was seen (ms).
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local flat = redis.call('ZREVRANGEBYSCORE', KEYS[2], '+inf', '(' .. now - ARGV[1], 'WITHSCORES')
local listed = {}
for i = 1, #flat, 2 do
  local beat = redis.call('HGET', KEYS[1], flat[i])
  if beat then
    table.insert(listed, beat)
    table.insert(listed, now - flat[i + 1])
  end
end
return listed
