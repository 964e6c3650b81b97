import type { Octokit } from '@octokit/rest';
import { openAppAccess } from './app-access.ts';
import { createOctokit, type OctokitSettings } from './create-octokit.ts';

/** A secret as it is, or in a wrapper that keeps it out of logs. */
export type Sensitive = string | { reveal(): string };

/** How a process shows GitHub who it is; null: not at all. */
export type Credentials =
  | { kind: 'token'; token: Sensitive }
  | { kind: 'app'; appId: number; privateKey: Sensitive }
  | null;

/** Octokit clients that have the rights for what they are about to do. */
export type Access = {
  /** For what concerns no one repository; an App speaks as itself here, not as an installation. */
  general: Octokit;
  /** For one repository, `owner/name`; an App's token reaches that repository only. */
  repository(fullName: string): Octokit;
  /** Clients that together reach all repositories: one, or one for each installation of an App. */
  everywhere(): Promise<Octokit[]>;
  /** What git may use on the repository as a password; null when nothing is configured. */
  token(fullName: string): Promise<string | null>;
};

/** Access by a token, by an App's installations, or without any rights. */
export function openAccess(credentials: Credentials, settings: OctokitSettings): Access {
  if (credentials?.kind === 'app') return openAppAccess(credentials, settings);
  const token = credentials === null ? null : reveal(credentials.token);
  const octokit = createOctokit(settings, { client: 'token', ...(token !== null && { auth: token }) });
  return {
    general: octokit,
    repository: () => octokit,
    everywhere: async () => [octokit],
    token: async () => token,
  };
}

export function reveal(secret: Sensitive): string {
  return typeof secret === 'string' ? secret : secret.reveal();
}
