import { healthAddress, requireCredentials, runService } from '@opencode-commander/backbone';
import { startHealthServer } from '@opencode-commander/service';
import { startPoller } from './start-poller.ts';

const address = healthAddress('poller');

const exitCode = await runService({
  name: 'poller',
  process,
  address,
  // On loopback, unless told otherwise.
  openly: true,
  require: requireCredentials,
  start: async (foundation) => {
    const { config, log, health, metrics, scope } = foundation;
    const server = await startHealthServer(address(config), { health, metrics });
    scope.stack.defer('the health server', () => server.stop());
    const poller = await startPoller(foundation);
    scope.stack.defer('the poller', () => poller.stop());
    log.info({ health: server.url, github: config.github.apiUrl }, 'polling');
  },
});
// Whatever still is open must not keep an ended program alive.
process.exit(exitCode);
