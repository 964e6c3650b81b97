-- Adds to a day and to the present hour what a run has used since it last told: repetition adds nothing.
-- KEYS[1] the day's sums, KEYS[2] what each run of the task has told, KEYS[3] the day's costs of each task and model,
-- KEYS[4] the names of repositories
-- ARGV[1] epoch of the run, [2] id of its repository, [3] its name, [4] id of the task, [5] how long to remember (s),
-- [6] prefix of the hours, [7] how long an hour is remembered (s), [8…] what was used (`usd` in millionths, `input` or `output` tokens), by which model, how much of it in all, and so on
-- Returns nothing. Large numbers are written out: Redis would be given 1e+15.
local function add(key, field, more) redis.call('HINCRBY', key, field, string.format('%.0f', more)) end
local spent, tokens = 0, 0
for i = 8, #ARGV, 3 do
  local told = ARGV[1] .. ' ' .. ARGV[i] .. ' ' .. ARGV[i + 1]
  local more = ARGV[i + 2] - (redis.call('HGET', KEYS[2], told) or 0)
  if more > 0 then
    redis.call('HSET', KEYS[2], told, ARGV[i + 2])
    add(KEYS[3], ARGV[i] .. ' ' .. ARGV[2] .. ' ' .. ARGV[4] .. ' ' .. ARGV[i + 1], more)
    if ARGV[i] == 'usd' then spent = spent + more else tokens = tokens + more end
  end
end
redis.call('HSET', KEYS[4], ARGV[2], ARGV[3])
if spent > 0 then
  add(KEYS[1], 'total', spent)
  add(KEYS[1], 'repo:' .. ARGV[2], spent)
end
if spent > 0 or tokens > 0 then
  local hour = ARGV[6] .. math.floor(redis.call('TIME')[1] / 3600)
  -- A count that is damaged holds up nothing.
  redis.pcall('HINCRBY', hour, 'usd', string.format('%.0f', spent))
  redis.pcall('HINCRBY', hour, 'tokens', string.format('%.0f', tokens))
  redis.call('EXPIRE', hour, ARGV[7])
end
for i = 1, 3 do redis.call('EXPIRE', KEYS[i], ARGV[5]) end
