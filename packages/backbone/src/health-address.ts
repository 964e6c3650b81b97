import type { Config } from '@opencode-commander/config';
import type { ListenAddress } from '@opencode-commander/service';

/** Where a service without another port answers for its health. */
export function healthAddress(service: 'poller' | 'dispatcher') {
  return ({ health: { host, pollerPort, dispatcherPort } }: Pick<Config, 'health'>): ListenAddress => ({
    name: `The health of the ${service}`,
    host,
    port: service === 'poller' ? pollerPort : dispatcherPort,
    keys: { host: 'health.host', port: `health.${service}_port` },
  });
}
