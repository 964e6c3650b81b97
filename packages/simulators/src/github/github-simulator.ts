import { createChanges } from './changes.ts';
import { openGitStore } from './git/git-store.ts';
import { buildApp } from './http/build-app.ts';
import { createFaults, type Fault } from './http/faults.ts';
import { createRateLimits, type RateLimitSettings } from './http/rate-limits.ts';
import type { LoggedRequest } from './http/request-log.ts';
import type { ServerContext } from './http/server-context.ts';
import { createSeeding, type Seeding } from './seeding/seeding.ts';
import { type Change, createWorld, toInstant } from './state/world.ts';
import type { Webhook, WebhookOptions } from './webhooks/webhook.ts';
import { createWebhooks } from './webhooks/webhooks.ts';

export type GitHubSimulatorOptions = {
  /** An existing directory for bare repositories; what is put there stays when the simulator stops. */
  directory: string;
  /** Any free port when 0 or absent. */
  port?: number;
  /** 127.0.0.1 when absent. */
  host?: string;
  /** What its answers call it, where that is not where it listens: the web view, and the REST API. */
  urls?: { web: string; api: string };
  /** Milliseconds since the epoch; the machine's clock when absent. */
  clock?: () => number;
  rateLimit?: Partial<RateLimitSettings>;
};

export type GitHubSimulator = Seeding &
  AsyncDisposable & {
    /** The web view, without a slash at the end. */
    url: string;
    /** The REST API: `<url>/api/v3`. */
    apiUrl: string;
    /** Repositories are at `<gitUrl>/<owner>/<name>.git`. */
    gitUrl: string;
    /** Sends everything that happens, signed, to a URL. */
    webhooks(hook: WebhookOptions): Webhook;
    /** Makes something go wrong; answers a function that takes it back. */
    fault(fault: Fault): () => void;
    clearFaults(): void;
    /** Changes the rate limits and begins fresh windows. */
    setRateLimit(settings: Partial<RateLimitSettings>): void;
    /** The requests so far (the last ten thousand or so), oldest first; `status` fills in when one is answered. */
    readonly requests: readonly LoggedRequest[];
    /** Answers a function that gives the requests since it was called last, such as those of one tick. */
    requestCounter(): () => readonly LoggedRequest[];
    /** Calls back on every change; answers a function that ends it. */
    on(event: 'change', listener: (change: Change) => void): () => void;
    /** Awaits what `check` looks for: called now and after every change, until it gives a value. */
    until<T>(check: () => T | Promise<T>, signal?: AbortSignal): Promise<NonNullable<Exclude<T, false>>>;
    stop(): Promise<void>;
  };

/** Starts a GitHub on loopback: REST as GitHub Enterprise serves it, git over HTTP, and pages for people. */
export async function startGitHubSimulator(options: GitHubSimulatorOptions): Promise<GitHubSimulator> {
  const clock = options.clock ?? Date.now;
  const changes = createChanges();
  const ending = new AbortController();
  const git = await openGitStore(options.directory);
  const webhooks = createWebhooks(ending.signal);
  const world = createWorld({ clock, git, onChange: changes.emit, onHappening: webhooks.tell });
  const requests: LoggedRequest[] = [];
  const context: ServerContext = {
    world,
    faults: createFaults(),
    limits: createRateLimits(clock),
    changes,
    log: (entry) => logTo(requests, { ...entry, at: toInstant(clock()) }),
    signal: ending.signal,
  };
  context.limits.configure(options.rateLimit ?? {});
  const app = await buildApp(context);
  const url = await app.listen({ host: options.host ?? '127.0.0.1', port: options.port ?? 0 });
  Object.assign(world.urls, options.urls ?? { web: url, api: `${url}/api/v3` });
  const stop = async () => {
    ending.abort();
    await Promise.all([app.close(), webhooks.settled()]);
  };
  return {
    ...createSeeding(world),
    url,
    apiUrl: world.urls.api,
    gitUrl: url,
    webhooks: (hook) => webhooks.add(world, hook),
    fault: (fault) => context.faults.add(fault),
    clearFaults: () => context.faults.clear(),
    setRateLimit: (settings) => context.limits.configure(settings),
    requests,
    requestCounter: () => countFrom(requests),
    on: (_event, listener) => changes.listen(listener),
    until: (check, signal = ending.signal) => changes.until(check, signal),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

// A demo may stay up for days.
const LONGEST_LOG = 10_000;

function countFrom(requests: readonly LoggedRequest[]): () => readonly LoggedRequest[] {
  const last = () => requests.at(-1)?.sequence ?? 0;
  let seen = last();
  return () => {
    const since = requests.filter(({ sequence }) => sequence > seen);
    seen = last();
    return since;
  };
}

function logTo(requests: LoggedRequest[], entry: Omit<LoggedRequest, 'sequence'>): LoggedRequest {
  const logged = { sequence: (requests.at(-1)?.sequence ?? 0) + 1, ...entry };
  requests.push(logged);
  if (requests.length > LONGEST_LOG) requests.splice(0, LONGEST_LOG / 10);
  return logged;
}
