import type { Viewer } from '../state/access.ts';

export type Resource = 'core' | 'search' | 'graphql';

/** Requests allowed: `core` and `graphql` per hour and signed-in viewer, `search` per minute, `anonymous` per hour. */
export type RateLimitSettings = { core: number; search: number; graphql: number; anonymous: number };

export type Window = { limit: number; used: number; resetAt: number };

export type RateLimits = {
  look(viewer: Viewer, resource: Resource): Window;
  /** Counts a request; false when nothing is left. */
  take(viewer: Viewer, resource: Resource): boolean;
  /** A 304 is free. */
  giveBack(viewer: Viewer, resource: Resource): void;
  /** Other limits from now on, in fresh windows. */
  configure(settings: Partial<RateLimitSettings>): void;
};

const DEFAULTS: RateLimitSettings = { core: 5000, search: 30, graphql: 5000, anonymous: 60 };
const LENGTH_MS = { core: 3_600_000, search: 60_000, graphql: 3_600_000 } as const;

export function createRateLimits(clock: () => number): RateLimits {
  let settings = DEFAULTS;
  const windows = new Map<string, Window>();

  function look(viewer: Viewer, resource: Resource): Window {
    const key = `${resource} ${keyOf(viewer)}`;
    const known = windows.get(key);
    if (known && known.resetAt > clock()) return known;
    const limit =
      resource === 'core' && viewer.kind === 'anonymous' ? settings.anonymous : settings[resource];
    const fresh = { limit, used: 0, resetAt: clock() + LENGTH_MS[resource] };
    windows.set(key, fresh);
    return fresh;
  }

  return {
    look,
    take(viewer, resource) {
      const window = look(viewer, resource);
      if (window.used >= window.limit) return false;
      window.used += 1;
      return true;
    },
    giveBack(viewer, resource) {
      const window = look(viewer, resource);
      window.used = Math.max(0, window.used - 1);
    },
    configure(changes) {
      settings = { ...settings, ...changes };
      windows.clear();
    },
  };
}

/** The same with what is left. */
export function rateLimitOf(window: Window): Window & { remaining: number } {
  return { ...window, remaining: window.limit - window.used };
}

export function rateLimitHeaders(window: Window, resource: Resource): Record<string, string> {
  return {
    'x-ratelimit-limit': String(window.limit),
    'x-ratelimit-remaining': String(rateLimitOf(window).remaining),
    'x-ratelimit-reset': String(Math.ceil(window.resetAt / 1000)),
    'x-ratelimit-used': String(window.used),
    'x-ratelimit-resource': resource,
  };
}

function keyOf(viewer: Viewer): string {
  if (viewer.kind === 'user') return `user ${viewer.user.id}`;
  if (viewer.kind === 'installation') return `installation ${viewer.installation.id}`;
  return viewer.kind === 'app' ? `app ${viewer.app.id}` : 'anonymous';
}
