import { EXIT_CODES, type ExitCode } from '@opencode-commander/task';
import type { Host } from './host.ts';
import { installLine } from './package-manager.ts';
import { PACKAGE_MANAGERS, type Requirement, type Verdict } from './requirement.ts';

export type Diagnosis = { name: string } & Verdict;

export type DoctorOptions = {
  host: Host;
  /** The host's own requirements, then whatever else the caller can check (the image, GitHub, Redis …). */
  requirements: readonly Requirement[];
  json: boolean;
  write: (line: string) => void;
};

/** Says of each requirement that it is met, or what to do. Gives 0, or the exit code of a configuration error. */
export async function doctor({ host, requirements, json, write }: DoctorOptions): Promise<ExitCode> {
  const diagnoses = await Promise.all(requirements.map((requirement) => diagnose(host, requirement)));
  const healthy = diagnoses.every(({ status }) => status === 'ok');
  if (json) write(JSON.stringify({ ok: healthy, requirements: diagnoses.map(asJson) }));
  else for (const line of diagnoses.flatMap(asLines)) write(line);
  return healthy ? EXIT_CODES.ok : EXIT_CODES.configuration;
}

async function diagnose(host: Host, { name, check }: Requirement): Promise<Diagnosis> {
  return { name, ...(await check(host)) };
}

function asLines(diagnosis: Diagnosis): string[] {
  const { name, status } = diagnosis;
  const start = name.padEnd(14);
  if (status === 'ok') return [`ok       ${start} ${diagnosis.detail}`];
  return [
    `trouble  ${start} ${diagnosis.reason}`,
    ...remedies(diagnosis).map((line) => `           → ${line}`),
  ];
}

function asJson(diagnosis: Diagnosis): object {
  const { name, status } = diagnosis;
  if (status === 'ok') return { name, status, detail: diagnosis.detail };
  return { name, status, reason: diagnosis.reason, remedies: remedies(diagnosis) };
}

function remedies({ remedy }: Extract<Diagnosis, { status: 'trouble' }>): string[] {
  if (remedy === null) return [];
  if ('advice' in remedy) return [remedy.advice];
  return PACKAGE_MANAGERS.flatMap((manager) => installLine(manager, [remedy.packages]) ?? []);
}
