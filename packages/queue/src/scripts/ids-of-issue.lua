-- Lists the ids of tasks that begin with the number of an issue.
-- KEYS[1] ids in the order of their text, KEYS[2] index of all tasks
-- ARGV[1] number
-- A commander of before there was the first index has made tasks, or forgotten some, that it does not know of.
if redis.call('ZCARD', KEYS[1]) ~= redis.call('ZCARD', KEYS[2]) then
  redis.call('ZUNIONSTORE', KEYS[1], 1, KEYS[2], 'WEIGHTS', 0)
end
-- A point comes right after a hyphen.
return redis.call('ZRANGEBYLEX', KEYS[1], '[' .. ARGV[1] .. '-', '(' .. ARGV[1] .. '.')
