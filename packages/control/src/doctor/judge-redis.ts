import { REDIS_FLOOR, type RedisHealth } from '@opencode-commander/queue';
import { type Finding, fine, wrong } from './finding.ts';

const CHECK = 'Redis';
/** Above this part of its limit a Redis soon takes no writes. */
const FULL = 0.8;
const MEGABYTE = 1_000_000;

/** What is to be said of a server; `allowVolatile`: whoever runs it has said that it may forget. */
export function judgeRedis(health: RedisHealth, allowVolatile: boolean): Finding[] {
  const findings = troubles(health, allowVolatile);
  if (findings.length > 0) return findings;
  const { version, usedBytes, keeps } = health;
  const kept = keeps === 'kept' ? 'keeps its data' : 'may forget its data';
  return [fine(CHECK, `${version}, ${kept}, holds ${megabytes(usedBytes)}`)];
}

function troubles(health: RedisHealth, allowVolatile: boolean): Finding[] {
  const { version, keeps, cannotSave, eviction, usedBytes, maxBytes } = health;
  const found: Finding[] = [];
  const report = (line: string, advice: string) => found.push(wrong(CHECK, line, advice));
  if (Number.parseFloat(version) < Number(REDIS_FLOOR))
    report(`version ${version} is too old`, `run ${REDIS_FLOOR} or newer`);
  if (keeps === 'volatile' && !allowVolatile)
    report(
      'it keeps nothing on disk and would lose all tasks when it ends',
      'set appendonly yes in redis.conf',
    );
  if (cannotSave)
    report(
      'it could not write its data to disk',
      'make room on its disk, and see its log for what is in the way',
    );
  if (eviction !== 'noeviction')
    report(
      `it may evict keys (${eviction}) and would lose tasks`,
      'set maxmemory-policy noeviction in redis.conf',
    );
  if (maxBytes !== null && usedBytes > FULL * maxBytes)
    report(
      `it holds ${megabytes(usedBytes)} of the ${megabytes(maxBytes)} it may: when that is full nothing can be written`,
      'raise its maxmemory',
    );
  return found;
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / MEGABYTE)} MB`;
}
