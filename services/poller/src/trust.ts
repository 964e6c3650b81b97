import type { Issue, Permission } from '@opencode-commander/github';
import type { Poller } from './poller.ts';
import { triggersOf } from './trigger-labels.ts';

export type TrustRules = { trustedUsers: readonly string[]; trustedBots: readonly string[] };

/** Whether somebody may give work to an agent: people who can write, and whoever is listed; bots only when listed. */
export function isTrusted(login: string, permission: Permission, rules: TrustRules): boolean {
  if (isBot(login)) return includes(rules.trustedBots, login);
  return permission === 'admin' || permission === 'write' || includes(rules.trustedUsers, login);
}

/** Whether one of those who put a trigger label on the issue is trusted. */
export async function isVouchedFor(
  { github, config }: Pick<Poller, 'github' | 'config'>,
  fullName: string,
  issue: Issue,
): Promise<boolean> {
  for (const label of triggersOf(issue.labels, config.github.triggerLabel)) {
    const login = await github.labeller(fullName, issue.number, label);
    if (login === null) continue;
    // A bot is no collaborator: GitHub would say 404.
    const permission = isBot(login) ? 'none' : await github.permission(fullName, login);
    if (isTrusted(login, permission, config.github)) return true;
  }
  return false;
}

function isBot(login: string): boolean {
  return login.endsWith('[bot]');
}

/** GitHub's logins ignore case; a bot may be listed with or without its suffix. */
function includes(listed: readonly string[], login: string): boolean {
  const plain = (name: string) => name.toLowerCase().replace(/\[bot\]$/, '');
  return listed.some((name) => plain(name) === plain(login));
}
