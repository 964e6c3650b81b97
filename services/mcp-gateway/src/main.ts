import { openHostInstances, runService } from '@opencode-commander/backbone';
import { gatewayAddress } from './gateway-address.ts';
import { startGateway } from './start-gateway.ts';

const exitCode = await runService({
  name: 'mcp-gateway',
  process,
  address: gatewayAddress,
  start: async (foundation) => {
    const gateway = await startGateway({
      ...foundation,
      // It is the one that strangers can reach: it uses a Podman that it was given, and starts none.
      instances: openHostInstances(foundation.config, process.env, 'refused'),
    });
    foundation.scope.stack.defer('the gateway', () => gateway.stop());
  },
});
// Whatever still is open must not keep an ended program alive.
process.exit(exitCode);
