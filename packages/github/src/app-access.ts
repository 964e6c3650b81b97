import { createPrivateKey } from 'node:crypto';
import { createAppAuth } from '@octokit/auth-app';
import type { Octokit } from '@octokit/rest';
import { z } from 'zod';
import { type Access, reveal, type Sensitive } from './access.ts';
import { createOctokit, type OctokitSettings } from './create-octokit.ts';
import { splitFullName } from './full-name.ts';
import { GitHubError } from './github-error.ts';
import { installationIds } from './installation-ids.ts';

/**
 * Access by a GitHub App: each client gets an installation token for what it works on when it sends a request. auth-app
 * keeps a token for 59 of the 60 minutes it lives.
 */
export function openAppAccess(
  app: { appId: number; privateKey: Sensitive },
  settings: OctokitSettings,
): Access {
  const auth = { appId: app.appId, privateKey: readPrivateKey(reveal(app.privateKey)) };
  const general = createOctokit(settings, { client: 'app', authStrategy: createAppAuth, auth });
  const clients = new Map<string, Octokit>();
  const clientOf = (client: string, token: () => Promise<string>) => {
    const known = clients.get(client) ?? bearing(createOctokit(settings, { client }), token);
    clients.set(client, known);
    return known;
  };
  const repositoryToken = createRepositoryTokens(general);
  const installation = (id: number) =>
    clientOf(`installation ${id}`, () => installationToken(general, { installationId: id }));
  return {
    general,
    repository: (fullName) => clientOf(fullName, () => repositoryToken(fullName)),
    everywhere: async () => (await installationIds(general)).map(installation),
    token: repositoryToken,
  };
}

function readPrivateKey(pem: string): string {
  try {
    return createPrivateKey(pem).export({ type: 'pkcs8', format: 'pem' }).toString();
  } catch (cause) {
    throw new GitHubError(
      "github.private_key is not a private key: give the whole PEM file of the App's key",
      {
        kind: 'unauthorized',
        cause,
      },
    );
  }
}

function bearing(octokit: Octokit, token: () => Promise<string>): Octokit {
  octokit.hook.before('request', async (options) => {
    options.headers = { ...options.headers, authorization: `token ${await token()}` };
  });
  return octokit;
}

const installationSchema = z.object({ id: z.number() });
const tokenSchema = z.object({ token: z.string() });

function createRepositoryTokens(general: Octokit): (fullName: string) => Promise<string> {
  const installations = new Map<string, number>();
  return async (fullName) => {
    const { owner, repo } = splitFullName(fullName);
    const known = installations.get(fullName);
    const installationId = known ?? (await installationOf(general, { owner, repo }));
    // Forgotten until the token is there: an App that was installed anew has another installation.
    installations.delete(fullName);
    const token = await installationToken(general, { installationId, repositoryNames: [repo] });
    installations.set(fullName, installationId);
    return token;
  };
}

async function installationOf(
  general: Octokit,
  repository: { owner: string; repo: string },
): Promise<number> {
  const { data } = await general.rest.apps.getRepoInstallation(repository);
  return installationSchema.parse(data).id;
}

async function installationToken(
  general: Octokit,
  scope: { installationId: number; repositoryNames?: string[] },
): Promise<string> {
  return tokenSchema.parse(await general.auth({ type: 'installation', ...scope })).token;
}
