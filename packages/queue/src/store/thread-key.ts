/** How the store names an issue or pull request: by the repository's id, for it may be renamed. */
export function threadKey({ repoId, number }: { repoId: number; number: number }): string {
  return `${repoId}#${number}`;
}
