import type { Repositories } from './github.ts';
import type { Permission } from './permission.ts';

export type TrustRules = { trustedUsers: readonly string[]; trustedBots: readonly string[] };

/** Whether somebody may start and steer work in a repository; null is an account that is gone. */
export type Trust = (fullName: string, login: string | null) => Promise<boolean>;

/** What GitHub has said of each author in each repository. */
export type KnownPermissions = Map<string, Promise<Permission>>;

/**
 * Trust as GitHub has it: each permission that is not known is asked once, so that a flood of comments costs one request per
 * author. A failure is not remembered.
 */
export function createTrust(
  github: Pick<Repositories, 'permission'>,
  rules: TrustRules,
  known: KnownPermissions = new Map(),
): Trust {
  const permissionOf = (fullName: string, login: string) => {
    const key = `${fullName} ${login}`.toLowerCase();
    const before = known.get(key);
    if (before !== undefined) return before;
    const permission = github.permission(fullName, login).catch((error: unknown) => {
      known.delete(key);
      throw error;
    });
    known.set(key, permission);
    return permission;
  };
  return async (fullName, login) => {
    if (login === null) return false;
    // A bot is no collaborator: GitHub would say 404.
    const permission = isBot(login) ? 'none' : await permissionOf(fullName, login);
    return isTrusted(login, permission, rules);
  };
}

/** Whether somebody may give work to an agent: people who can write, and whoever is listed; bots only when listed. */
export function isTrusted(login: string, permission: Permission, rules: TrustRules): boolean {
  if (isBot(login)) return includes(rules.trustedBots, login);
  return permission === 'admin' || permission === 'write' || isListed(rules.trustedUsers, login);
}

function isBot(login: string): boolean {
  return login.endsWith('[bot]');
}

/** GitHub's logins ignore case. A bot's name among people's is nobody: it may be somebody else's login. */
function isListed(people: readonly string[], login: string): boolean {
  return people.some((name) => name.toLowerCase() === login.toLowerCase());
}

/** GitHub's logins ignore case; a bot may be listed with or without its suffix. */
function includes(listed: readonly string[], login: string): boolean {
  const plain = (name: string) => name.toLowerCase().replace(/\[bot\]$/, '');
  return listed.some((name) => plain(name) === plain(login));
}
