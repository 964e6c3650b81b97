-- Holds a claim on, unless somebody else has it by now.
-- KEYS[1] the claim
-- ARGV[1] the word of who holds it, ARGV[2] for how long from now on (ms; 0 gives it back)
-- Returns 1 when it was still theirs, 0 when it was not.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
