import type { retry } from '@octokit/plugin-retry';

/** What a plugin is given: Octokit before the plugins that add methods to it. */
export type OctokitCore = Parameters<typeof retry>[0];
