export {
  type DispatcherOptions,
  type DispatcherService,
  instanceOf,
  startDispatcher,
} from './start-dispatcher.ts';
