import type { OutputOf } from '@opencode-commander/control';

/** What is wrong, a line each with what to do; then what is well. */
export function describeDoctor({ ok, findings }: OutputOf<'doctor'>): string {
  const troubles = findings.filter((finding) => !finding.ok);
  const well = findings.filter((finding) => finding.ok);
  return [
    ok ? 'Nothing is wrong.' : `Wrong (${troubles.length}):`,
    ...troubles.map(({ check, line, advice }) => `- ${check}: ${line}. To do: ${advice}.`),
    ...well.map(({ check, line }) => `- ${check}: ok, ${line}.`),
  ].join('\n');
}
