export { beatService } from './beat-service.ts';
export { applyOverrides, followConfiguration } from './follow-configuration.ts';
export { healthAddress } from './health-address.ts';
export { type Backbone, openBackbone } from './open-backbone.ts';
export { openGitHub, openLastingGitHub } from './open-github.ts';
export { openHostInstances } from './open-host-instances.ts';
export { requireCredentials } from './require-credentials.ts';
export { type Foundation, runService, type ServiceProgram } from './run-service.ts';
