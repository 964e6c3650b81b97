import type { Config } from '@opencode-commander/config';
import type { ListenAddress } from '@opencode-commander/service';

/** Where the gateway listens. */
export function gatewayAddress({ mcp: { host, port } }: Pick<Config, 'mcp'>): ListenAddress {
  return { name: 'The gateway', host, port, keys: { host: 'mcp.host', port: 'mcp.port' } };
}
