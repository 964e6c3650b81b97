export {
  connectFailpoints,
  type FailpointProcess,
  type Hit,
  hitSchema,
  type Verdict,
  verdictSchema,
} from './connect-failpoints.ts';
export { EFFECTS, type Effect, FAILPOINTS, type Failpoint, type Failpoints } from './failpoints.ts';
export { type GuardChildren, guardChildren } from './guard-children.ts';
export { type Guarded, type Guardian, startGuardian } from './guardian.ts';
export { createHealth, type Health, type HealthReport } from './health.ts';
export { registerHealthRoutes } from './health-routes.ts';
export { type HealthServer, startHealthServer, startWaitingServer } from './health-server.ts';
export { InterruptedError, type ProcessHost } from './interruption.ts';
export { type ListenAddress, listenError } from './listen-address.ts';
export { createLogger, type Logger } from './logger.ts';
export { createMetrics, type Metrics } from './metrics.ts';
export { createRedactor, type Redactor } from './redactor.ts';
export { ReleaseStack } from './release-stack.ts';
export { type Repetition, repeat } from './repeat.ts';
export { type ProcessOptions, runProcess, type Scope } from './run-process.ts';
export { ListenError, type Service, untilAborted } from './service.ts';
export { VERSION } from './version.ts';
