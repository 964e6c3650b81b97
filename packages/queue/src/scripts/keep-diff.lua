-- Keeps what the work of a task changes, unless its author has lost the task.
-- KEYS[1] record, KEYS[2] diff
-- ARGV[1] the author's epoch, [2] the diff as JSON
-- Returns {'kept'}, {'missing'}, {'stale', current epoch} or {'corrupt', key of the record}.
local epoch = redis.pcall('HGET', KEYS[1], 'epoch')
if type(epoch) == 'table' then return {'corrupt', KEYS[1]} end
if not epoch then return {'missing'} end
if ARGV[1] ~= epoch then return {'stale', epoch} end
redis.call('SET', KEYS[2], ARGV[2])
return {'kept'}
