export type { DispatcherOptions } from './dispatcher-options.ts';
export { instanceOf } from './instance-of.ts';
export { type DispatcherService, startDispatcher } from './start-dispatcher.ts';
export { cleanUp, type Housekeeper } from './watch/clean-up.ts';
export { Owners } from './watch/owners.ts';
