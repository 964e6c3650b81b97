import type { GitStore } from './git-store.ts';

export type Signature = { name: string; email: string; date: string };

export type Commit = {
  sha: string;
  tree: string;
  parents: string[];
  author: Signature;
  committer: Signature;
  message: string;
};

const FIELDS = ['%H', '%T', '%P', '%an', '%ae', '%aI', '%cn', '%ce', '%cI', '%B'];
const FORMAT = `--format=${FIELDS.map((field) => `${field}%x00`).join('')}`;

export type Range = { path: string; revisions: readonly string[]; file?: string | undefined };

/** Commits of a range, newest first; `revisions` are git's own (`a..b`, `^x`), made of full shas or full ref names. */
export async function listCommits(store: GitStore, { path, revisions, file }: Range): Promise<Commit[]> {
  const paths = file === undefined ? [] : ['--', file];
  const { stdout } = await store.git(['log', FORMAT, '--end-of-options', ...revisions, ...paths], { path });
  return parseCommits(stdout);
}

export async function readCommit(store: GitStore, path: string, sha: string): Promise<Commit | null> {
  const { code, stdout } = await store.git(['log', '-1', FORMAT, '--end-of-options', `${sha}^{commit}`], {
    path,
    allow: [128],
  });
  return code === 0 ? (parseCommits(stdout)[0] ?? null) : null;
}

/** Reads what `git log` wrote; a NUL cannot be in a commit, so that nothing in one can be taken for another field. */
function parseCommits(log: string): Commit[] {
  const tokens = log.split('\0');
  const commits: Commit[] = [];
  for (let at = 0; at + FIELDS.length < tokens.length; at += FIELDS.length)
    commits.push(toCommit(tokens.slice(at, at + FIELDS.length)));
  return commits;
}

function toCommit(fields: readonly string[]): Commit {
  const [
    sha = '',
    tree = '',
    parents = '',
    an = '',
    ae = '',
    at = '',
    cn = '',
    ce = '',
    ct = '',
    message = '',
  ] = fields;
  return {
    sha: sha.trimStart(),
    tree,
    parents: parents.split(' ').filter(Boolean),
    author: { name: an, email: ae, date: toUtc(at) },
    committer: { name: cn, email: ce, date: toUtc(ct) },
    message: message.trimEnd(),
  };
}

function toUtc(date: string): string {
  return `${new Date(date).toISOString().slice(0, 19)}Z`;
}
