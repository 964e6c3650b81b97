import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type GitResult, type GitRun, runGit } from './run-git.ts';

/** The bare repositories of a simulator, `<directory>/<owner>/<name>.git` each. */
export type GitStore = {
  readonly root: string;
  readonly configFile: string;
  git(args: readonly string[], run?: GitRun): Promise<GitResult>;
};

// Repositories may belong to another user of this machine; pull request refs are the server's own.
const CONFIG = `[safe]
\tdirectory = *
[gc]
\tauto = 0
[core]
\thooksPath = /dev/null
[receive]
\tautogc = false
\thideRefs = refs/pull
[uploadpack]
\tallowAnySHA1InWant = true
\tallowFilter = true
[user]
\tname = GitHub
\temail = noreply@github.com
`;

export async function openGitStore(directory: string): Promise<GitStore> {
  const root = join(directory, 'git');
  const configFile = join(directory, 'gitconfig');
  await mkdir(root, { recursive: true });
  await writeFile(configFile, CONFIG);
  return { root, configFile, git: (args, run) => runGit(configFile, args, run) };
}
