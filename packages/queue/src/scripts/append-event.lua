-- Appends an event to a task's log, unless its author has lost the task.
-- KEYS[1] record, KEYS[2] events
-- ARGV[1] the author's epoch ('' anybody), [2] capped length of the log, [3] event,
-- [4] channel that hears of what was appended, [5] id
-- Returns {'appended'}, {'missing'}, {'stale', current epoch} or {'corrupt', key of the record}.
local epoch = redis.pcall('HGET', KEYS[1], 'epoch')
if type(epoch) == 'table' then return {'corrupt', KEYS[1]} end
if not epoch then return {'missing'} end
if ARGV[1] ~= '' and ARGV[1] ~= epoch then return {'stale', epoch} end
redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[2], '*', 'event', ARGV[3])
redis.call('PUBLISH', ARGV[4], ARGV[5])
return {'appended'}
