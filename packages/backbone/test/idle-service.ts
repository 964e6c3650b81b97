import { healthAddress, runService } from '../src/index.ts';

/** A service that stands on everything and does nothing. */
const exitCode = await runService({
  name: 'poller',
  process,
  address: healthAddress('poller'),
  openly: process.env['IDLE_OPENLY'] === 'yes',
  start: async ({ log, redis, redisPid }) => log.info({ redis: await redis.ping(), redisPid }, 'started'),
});
process.exit(exitCode);
