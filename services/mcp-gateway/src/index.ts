export { buildGateway, type GatewayContext } from './build-gateway.ts';
export { type GatewayOptions, type GatewayService, startGateway } from './start-gateway.ts';
