import type { Configuration } from '@opencode-commander/config';
import { configOverrides, type Keyspace, type OverrideStore } from '@opencode-commander/queue';
import { type ReleaseStack, repeat } from '@opencode-commander/service';

const LOOK_EVERY_MS = 1_000;

export type Following = {
  keyspace: Keyspace;
  /** Hears why something that was set at runtime does not count here, and that Redis could not be asked. */
  warn: (error: Error) => void;
};

/** Has the configuration be what people have set at runtime, as it is at this moment. Throws RedisError. */
export async function applyOverrides(
  configuration: Configuration,
  { keyspace, warn }: Following,
): Promise<void> {
  await lookForOverrides(configuration, { store: configOverrides(keyspace, { onCorrupt: warn }), warn })();
}

/**
 * The same now and every second until the stack is released; `onChange` is called after each change, the first time too. Throws
 * RedisError the first time only.
 */
export async function followConfiguration(
  configuration: Configuration,
  { keyspace, warn, stack, onChange }: Following & { stack: ReleaseStack; onChange: () => void },
): Promise<void> {
  const store = configOverrides(keyspace, { onCorrupt: warn });
  const look = lookForOverrides(configuration, { store, warn });
  const work = async () => {
    if (await look()) onChange();
  };
  await work();
  const onError = (error: unknown) => warn(error instanceof Error ? error : new Error(String(error)));
  const following = repeat({ everyMs: LOOK_EVERY_MS, work, onError });
  stack.defer('the look at what is set at runtime', () => following.stop());
}

/** Each look tells whether anything has changed since the last one. */
function lookForOverrides(
  configuration: Configuration,
  { store, warn }: { store: OverrideStore; warn: Following['warn'] },
): () => Promise<boolean> {
  let seen: string | null = null;
  return async () => {
    const overrides = await store.read();
    const text = JSON.stringify(overrides);
    if (text === seen) return false;
    seen = text;
    const ignored = configuration.apply(overrides);
    if (ignored.length > 0) warn(new IgnoredOverridesError(ignored));
    return true;
  };
}

/** Something that was set at runtime does not count here. */
class IgnoredOverridesError extends Error {
  override readonly name = 'IgnoredOverridesError';

  constructor(ignored: readonly string[]) {
    super(
      `what was set at runtime does not all count: ${ignored.join('; ')}; commander config unset takes it back`,
    );
  }
}
