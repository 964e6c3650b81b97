import type { Happening } from '../state/happenings.ts';
import type { World } from '../state/world.ts';
import { type OpenWebhook, openWebhook, type Webhook, type WebhookOptions } from './webhook.ts';

export type Webhooks = {
  add(world: World, options: WebhookOptions): Webhook;
  tell(happening: Happening): void;
  /** Resolves once nothing is under way; ends soon after the signal. */
  settled(): Promise<void>;
};

/** The webhooks of a simulator: each hears of everything that happens. */
export function createWebhooks(signal: AbortSignal): Webhooks {
  const hooks: OpenWebhook[] = [];
  return {
    add(world, options) {
      const hook = openWebhook(world, options, signal);
      hooks.push(hook);
      return hook;
    },
    tell(happening) {
      for (const hook of hooks) hook.tell(happening);
    },
    async settled() {
      await Promise.all(hooks.map((hook) => hook.settled()));
    },
  };
}
