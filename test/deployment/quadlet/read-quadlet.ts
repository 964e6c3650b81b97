import { readUnit, wordsOf } from '../read-unit.ts';
import type { Container } from './container.ts';

/**
 * The container that a file of Quadlet describes (podman-systemd.unit(5)). Throws at a key, or an argument of Podman's, that it
 * does not know.
 */
export function readQuadlet(text: string): Container {
  const unit = readUnit(text);
  const take = taking(new Map(unit.get('Container') ?? []));
  const one = (key: string) => take(key).at(-1) ?? null;
  const number = (key: string) => numberOf(one(key));
  const takeArgument = taking(argumentsIn(take('PodmanArgs')));
  const argument = (name: string) => takeArgument(name).at(-1) ?? null;
  const [user, group] = [one('User'), one('Group')];
  const container: Container = {
    alias: argument('--network-alias'),
    image: one('Image') ?? '',
    command: wordsOf(one('Exec') ?? ''),
    user: user === null ? null : `${user}:${group}`,
    hostname: one('HostName'),
    environment: Object.fromEntries(take('Environment').map((each) => argumentOf(each))),
    mounts: take('Volume').toSorted(),
    ports: take('PublishPort'),
    init: one('RunInit') === 'true',
    readOnly: one('ReadOnly') === 'true',
    noNewPrivileges: one('NoNewPrivileges') === 'true',
    dropped: take('DropCapability').flatMap(wordsOf),
    added: take('AddCapability').flatMap(wordsOf),
    tmpfs: take('Tmpfs'),
    memory: argument('--memory'),
    pids: number('PidsLimit'),
    stopSeconds: numberOf(argument('--stop-timeout')),
    health: {
      command: (one('HealthCmd') ?? '').replaceAll('$$', '$'),
      interval: one('HealthInterval') ?? '',
      timeout: one('HealthTimeout') ?? '',
      retries: number('HealthRetries') ?? 0,
      startPeriod: one('HealthStartPeriod'),
    },
    after: servicesIn(unit.get('Unit')?.get('After') ?? []),
  };
  for (const key of ['ContainerName', 'Network', 'UserNS']) take(key);
  const left = [...take.left(), ...takeArgument.left()];
  if (left.length > 0) throw new Error(`nothing compares ${left.join(', ')}`);
  return container;
}

function taking(keys: Map<string, readonly string[]>) {
  const take = (key: string) => {
    const values = keys.get(key) ?? [];
    keys.delete(key);
    return values;
  };
  return Object.assign(take, { left: () => [...keys.keys()] });
}

function argumentsIn(lines: readonly string[]): Map<string, readonly string[]> {
  return new Map(
    lines
      .flatMap(wordsOf)
      .map(argumentOf)
      .map(([name, value]) => [name, [value]]),
  );
}

function numberOf(text: string | null): number | null {
  return text === null ? null : Number(text);
}

function argumentOf(text: string): [string, string] {
  const at = text.indexOf('=');
  return [text.slice(0, at), text.slice(at + 1)];
}

function servicesIn(units: readonly string[]): string[] {
  return units
    .flatMap(wordsOf)
    .flatMap((name) => /^opencode-commander-(.+)\.service$/.exec(name)?.slice(1) ?? []);
}
