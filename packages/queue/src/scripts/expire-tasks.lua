-- Forgets ended tasks whose retention is over, at most 100 at a time.
-- KEYS[1] expiry index
-- ARGV[1] index prefix, [2] record prefix, [3…] all statuses
-- Returns how many were forgotten.
local now = redis.call('TIME')[1] * 1000
local ids = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, 100)
for _, id in ipairs(ids) do
  redis.call('DEL', ARGV[2] .. id, ARGV[2] .. id .. ':events', ARGV[2] .. id .. ':diff')
  for _, index in ipairs({'all', 'ids', 'expiry', 'ended'}) do redis.call('ZREM', ARGV[1] .. index, id) end
  for i = 3, #ARGV do redis.call('ZREM', ARGV[1] .. ARGV[i], id) end
end
return #ids
