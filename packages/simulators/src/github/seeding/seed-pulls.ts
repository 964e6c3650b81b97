import { generateKeyPairSync } from 'node:crypto';
import { type PullSnapshot, snapshotPull } from '../snapshots.ts';
import { createApp, installApp } from '../state/apps.ts';
import type { App } from '../state/entities.ts';
import { lookIn } from '../state/lookup.ts';
import { mergePull } from '../state/merge-pull.ts';
import { openPull } from '../state/pulls.ts';
import { addUser } from '../state/users.ts';
import type { World } from '../state/world.ts';
import { type SeedTarget, scopesIn } from './scopes.ts';

export type SeedPull = {
  repo: string;
  head: string;
  base?: string;
  title: string;
  body?: string;
  by?: string;
};
export type SeedApp = {
  slug: string;
  /** The account it belongs to and is installed on. */
  account: string;
  /** PEM; a key pair is made when absent. */
  publicKey?: string;
  /** Read and write of everything the simulator serves, when absent. */
  permissions?: App['permissions'];
  /** `owner/name`s; all of the account's when absent. */
  repositories?: readonly string[];
};

export type PullSeeding = {
  openPull(pull: SeedPull): Promise<PullSnapshot>;
  /** Answers with the sha of the merge. */
  mergePull(target: SeedTarget): Promise<string>;
  /** `privateKey` is null where the public one was given. */
  addApp(app: SeedApp): { id: number; installationId: number; login: string; privateKey: string | null };
};

const ALL: App['permissions'] = {
  metadata: 'read',
  contents: 'write',
  issues: 'write',
  pull_requests: 'write',
  checks: 'write',
  statuses: 'write',
  actions: 'write',
};

/** Opens and merges pull requests, and registers apps. */
export function createPullSeeding(world: World): PullSeeding {
  const { look, actor, pull: scope } = scopesIn(world);
  return {
    async openPull({ repo, base, body, by, ...fields }) {
      const repository = look.repository(repo);
      const ends = { base: base ?? repository.defaultBranch, draft: false };
      const fresh = { ...fields, ...ends, body: body ?? null, repository, actor: actor(repository, by) };
      return snapshotPull(await openPull(world, fresh));
    },
    mergePull: (target) =>
      mergePull(world, { ...scope(target), method: 'merge', title: null, message: null, expectedHead: null }),
    addApp: (app) => addApp(world, app),
  };
}

function addApp(world: World, seed: SeedApp): ReturnType<PullSeeding['addApp']> {
  const account = addUser(world, { login: seed.account });
  const pair =
    seed.publicKey === undefined ? generateKeys() : { publicKey: seed.publicKey, privateKey: null };
  const { slug, permissions = ALL } = seed;
  const app = createApp(world, { slug, name: slug, owner: account, publicKey: pair.publicKey, permissions });
  const look = lookIn(world);
  const repositories = seed.repositories?.map((name) => look.repository(name)) ?? null;
  const installation = installApp(world, { app, account, repositories });
  return { id: app.id, installationId: installation.id, login: app.bot.login, privateKey: pair.privateKey };
}

function generateKeys(): { publicKey: string; privateKey: string } {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}
