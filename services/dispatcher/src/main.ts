import { healthAddress, requireCredentials, runService } from '@opencode-commander/backbone';
import { guardChildren, startHealthServer } from '@opencode-commander/service';
import { startDispatcher } from './start-dispatcher.ts';

const address = healthAddress('dispatcher');

const exitCode = await runService({
  name: 'dispatcher',
  process,
  address,
  // On loopback, unless told otherwise.
  openly: true,
  require: requireCredentials,
  urgent: true,
  start: async (foundation) => {
    const { config, log, health, metrics, scope } = foundation;
    const server = await startHealthServer(address(config), { health, metrics });
    scope.stack.defer('the health server', () => server.stop());
    const onProgress = (line: string) => log.info(line);
    const { env: environment, execPath: node } = process;
    const onChild = guardChildren(scope.stack, { node, onLost: (err) => log.warn({ err }, err.message) });
    const dispatcher = await startDispatcher({
      ...foundation,
      environment,
      signal: scope.signal,
      onProgress,
      patient: true,
      onChild,
    });
    scope.stack.defer('the dispatcher', () => dispatcher.stop(), 20_000);
    log.info({ health: server.url, slots: config.containers.maxConcurrent }, 'taking tasks');
  },
});
// Whatever still is open must not keep an ended program alive.
process.exit(exitCode);
