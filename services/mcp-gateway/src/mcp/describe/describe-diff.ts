import type { ShownDiff } from '@opencode-commander/control';

/** The changed files, then the diff. */
export function describeDiff({ files, diff, truncated }: ShownDiff): string {
  if (files.length === 0) return 'Nothing was published yet.';
  const lines = files.map(({ path, added, deleted }) =>
    added === null || deleted === null ? `- ${path} (binary)` : `- ${path} +${added} -${deleted}`,
  );
  return [...lines, '', diff, ...(truncated ? ['There is more: this is the beginning.'] : [])].join('\n');
}
