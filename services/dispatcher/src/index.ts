export type { DispatcherOptions } from './dispatcher-options.ts';
export { instanceOf } from './instance-of.ts';
export { parseQuarantineName, type QuarantineOwner } from './open/quarantine-name.ts';
export { type DispatcherService, startDispatcher } from './start-dispatcher.ts';
export { entriesOf } from './watch/entries-of.ts';
export { Owners } from './watch/owners.ts';
export { needsQuarantine } from './watch/remove-leftovers.ts';
