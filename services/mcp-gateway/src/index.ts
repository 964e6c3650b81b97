export { buildGateway, type GatewayContext } from './build-gateway.ts';
export { offerOf } from './mcp/offer-of.ts';
export { type StdioOptions, serveStdio } from './mcp/serve-stdio.ts';
export { type GatewayOptions, type GatewayService, startGateway } from './start-gateway.ts';
