import { type Backbone, openBackbone } from '@opencode-commander/backbone';
import { instanceOf, startDispatcher } from '@opencode-commander/dispatcher';
import { createHealth, createLogger } from '@opencode-commander/service';
import type { Ground } from '../ground.ts';
import type { World } from '../world.ts';

/** What a task is given to, with a dispatcher at work on it. */
export type Commander = Pick<Backbone, 'store' | 'queues'>;

/** A dispatcher on a Redis of its own, for as long as the ground lasts. */
export async function openCommander(ground: Ground, { config }: World): Promise<Commander> {
  const { guardian, stack, signal, environment, say } = ground;
  const warn = (error: Error) => say(error.message);
  const backbone = await openBackbone(config, { stack, signal, warn });
  if (backbone.redisPid !== null) guardian.add({ kind: 'process', pid: backbone.redisPid });
  guardian.add({ kind: 'containers', label: `commander.instance=${instanceOf(config)}` });
  const log = createLogger({ name: 'bench', level: config.log.level, pretty: true, secrets: [] });
  const dispatcher = await startDispatcher({
    ...backbone,
    config,
    log,
    health: createHealth(),
    environment,
    signal,
    onProgress: say,
  });
  stack.defer('the dispatcher', () => dispatcher.stop(), 20_000);
  return backbone;
}
