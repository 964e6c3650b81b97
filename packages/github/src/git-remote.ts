import type { Access } from './access.ts';
import { splitFullName } from './full-name.ts';

/** Where git finds a repository, and the value of the HTTP Authorization header that lets it in; an App's lives an hour. */
export type GitRemote = { url: string; authorization: string | null };

/** The remote of a repository for fetch and push over HTTPS. */
export async function gitRemote(access: Access, gitUrl: string, fullName: string): Promise<GitRemote> {
  const { owner, repo } = splitFullName(fullName);
  const token = await access.token(fullName);
  const authorization =
    token === null ? null : `Basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`;
  return { url: `${gitUrl.replace(/\/+$/, '')}/${owner}/${repo}.git`, authorization };
}
