export { parseQuarantineName, type QuarantineOwner } from './open/quarantine-name.ts';
export {
  type DispatcherOptions,
  type DispatcherService,
  instanceOf,
  startDispatcher,
} from './start-dispatcher.ts';
