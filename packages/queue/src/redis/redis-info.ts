import type { Redis } from 'ioredis';

/** What a server says of itself in one section of INFO, by name. */
export async function readInfo(redis: Redis, section: string): Promise<Map<string, string>> {
  const lines = (await redis.info(section)).split('\r\n').filter((line) => line.includes(':'));
  return new Map(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]));
}
