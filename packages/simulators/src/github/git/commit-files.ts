import type { GitStore } from './git-store.ts';
import { branchSha, resolveCommit } from './refs.ts';

export type FilesCommit = {
  branch: string;
  /** Contents by path; null deletes. A first line `#!` makes a file executable. */
  files: Readonly<Record<string, string | null>>;
  message: string;
  author: { name: string; email: string };
  /** ISO 8601. */
  at: string;
  /** The branch a new branch begins at; null: it has no parent. */
  from: string | null;
  /** Begin at `from` also where the branch is there already, and forget what it had. */
  force?: boolean;
};

/** Commits files on top of a branch, without a checkout, and answers with the commit's sha. */
export async function commitFiles(store: GitStore, path: string, commit: FilesCommit): Promise<string> {
  const known = commit.force ? null : await branchSha(store, path, commit.branch);
  const parent = known ?? (commit.from === null ? null : await resolveCommit(store, path, commit.from));
  const { name, email } = commit.author;
  const input = [
    `commit refs/heads/${commit.branch}`,
    `committer ${name} <${email}> ${Math.floor(Date.parse(commit.at) / 1000)} +0000`,
    data(commit.message),
    ...(parent === null ? ['deleteall'] : [`from ${parent}`]),
    ...Object.entries(commit.files).map(([file, content]) => change(file, content)),
    '',
  ].join('\n');
  const force = commit.force ? ['--force'] : [];
  await store.git(['fast-import', '--quiet', '--date-format=raw', ...force], { path, input });
  return (await branchSha(store, path, commit.branch)) ?? '';
}

function change(file: string, content: string | null): string {
  // git reads a quoted path as C does; JSON's quotes are the same for what a path may hold here.
  const name = JSON.stringify(file);
  if (content === null) return `D ${name}`;
  return `M ${content.startsWith('#!') ? '100755' : '100644'} inline ${name}\n${data(content)}`;
}

/** A counted block of git's fast-import format. */
function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}`;
}
