export { buildGateway, type GatewayContext } from './build-gateway.ts';
export { readIssue } from './read-issue.ts';
export { type GatewayOptions, type GatewayService, startGateway } from './start-gateway.ts';
