export { parseQuarantineName, type QuarantineOwner } from './quarantine-name.ts';
export {
  type DispatcherOptions,
  type DispatcherService,
  instanceOf,
  startDispatcher,
} from './start-dispatcher.ts';
