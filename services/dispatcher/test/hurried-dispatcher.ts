import { healthAddress, runService } from '@opencode-commander/backbone';
import { startDispatcher } from '../src/index.ts';

/** As main.ts, but that it counts as frozen after seconds. */
const exitCode = await runService({
  name: 'dispatcher',
  process,
  address: healthAddress('dispatcher'),
  start: async (foundation) => {
    const dispatcher = await startDispatcher({
      ...foundation,
      environment: process.env,
      signal: foundation.scope.signal,
      lockMs: 8_000,
      onProgress: () => undefined,
    });
    foundation.scope.stack.defer('the dispatcher', () => dispatcher.stop(), 20_000);
  },
});
process.exit(exitCode);
