/** What every package and service may import of ours in its sources (docs/architecture.md shows it). */
const LEAF = ['task'];
const SERVICE = [
  'task',
  'queue',
  'github',
  'sandbox',
  'agent',
  'broker',
  'instance',
  'control',
  'config',
  'service',
  'backbone',
];
const PROGRAM = [...SERVICE, 'host', 'simulators', 'dispatcher', 'poller', 'mcp-gateway'];

export const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  task: [],
  queue: LEAF,
  github: LEAF,
  sandbox: LEAF,
  agent: LEAF,
  broker: LEAF,
  config: LEAF,
  service: LEAF,
  simulators: LEAF,
  instance: ['agent', 'sandbox', 'task'],
  control: ['queue', 'task'],
  host: ['config', 'queue', 'sandbox', 'task'],
  backbone: ['config', 'github', 'instance', 'queue', 'sandbox', 'service', 'task'],
  dispatcher: SERVICE,
  poller: SERVICE,
  'mcp-gateway': SERVICE,
  cli: PROGRAM,
  bench: PROGRAM,
  chaos: PROGRAM,
};

/** What tests, and with them `devDependencies`, may import besides: stand-ins for what cannot be here. */
export const TESTS_MAY_IMPORT: readonly string[] = ['simulators'];
