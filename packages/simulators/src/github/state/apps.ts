import { createHash, generateKeyPairSync } from 'node:crypto';
import type { App, Installation, Repository, User } from './entities.ts';
import { addUser } from './users.ts';
import { toInstant, type World } from './world.ts';

export type NewApp = {
  slug: string;
  name: string;
  owner: User;
  publicKey: string;
  permissions: App['permissions'];
};

/** Registers an app; what it does is done by its bot, `<slug>[bot]`. */
export function createApp(world: World, fresh: NewApp): App {
  const bot = addUser(world, { login: `${fresh.slug}[bot]`, type: 'Bot' });
  const app = { ...fresh, id: world.nextId(), bot, createdAt: world.now() };
  world.apps.push(app);
  return app;
}

/** The app of that slug, made by GitHub itself when there is none. */
export function appNamed(world: World, slug: string): App {
  const known = world.apps.find((app) => app.slug === slug);
  if (known) return known;
  const owner = addUser(world, { login: 'github', type: 'Organization' });
  const { publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const permissions = { checks: 'write', metadata: 'read' } as const;
  return createApp(world, { slug, name: slug, owner, publicKey, permissions });
}

export type NewInstallation = { app: App; account: User; repositories: Repository[] | null };

export function installApp(world: World, fresh: NewInstallation): Installation {
  const installation = { ...fresh, id: world.nextId(), createdAt: world.now() };
  world.installations.push(installation);
  return installation;
}

const TOKEN_LIFE_MS = 3_600_000;

export type IssuedToken = { token: string; expiresAt: string };

/** A token that acts for an installation for an hour, on all of its repositories or on those with `repositoryIds`. */
export function issueToken(
  world: World,
  installation: Installation,
  repositoryIds: number[] | null,
): IssuedToken {
  const digest = createHash('sha256').update(`installation token ${world.nextId()}`).digest('hex');
  const token = `ghs_${digest.slice(0, 36)}`;
  const expiresAt = world.clock() + TOKEN_LIFE_MS;
  world.tokens.set(token, { kind: 'installation', installation, repositoryIds, expiresAt });
  return { token, expiresAt: toInstant(expiresAt) };
}
