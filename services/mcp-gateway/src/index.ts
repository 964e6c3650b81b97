export { VERSION_HEADER } from './api/register-api.ts';
export { routeOf } from './api/route-of.ts';
export { BY_HEADER } from './api/who-asks.ts';
export { buildGateway, type GatewayContext } from './build-gateway.ts';
export { offerOf } from './mcp/offer-of.ts';
export { type StdioOptions, serveStdio } from './mcp/serve-stdio.ts';
export { type GatewayOptions, type GatewayService, startGateway } from './start-gateway.ts';
