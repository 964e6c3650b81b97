import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { Failpoint, Failpoints } from './failpoints.ts';

/** What a process tells the rig at a failpoint, one JSON object a line. */
export const hitSchema = z.object({
  id: z.number().int(),
  point: z.string(),
  service: z.string(),
  pid: z.number().int(),
});
export type Hit = z.infer<typeof hitSchema>;

/** What the rig answers. To freeze a process it stops it before it answers. */
export const verdictSchema = z.object({
  id: z.number().int(),
  verdict: z.enum(['go', 'crash', 'throw', 'delay']),
  ms: z.number().nonnegative().default(0),
});
export type Verdict = z.infer<typeof verdictSchema>;

/** The process that has the failpoints, and how it takes its own life. */
export type FailpointProcess = { service: string; pid: number; kill: () => void };

/** Failpoints that ask the rig on a Unix socket what is to happen. Throws what connecting throws. */
export async function connectFailpoints(socket: string, process: FailpointProcess): Promise<Failpoints> {
  const connection = connect(socket);
  await once(connection, 'connect');
  connection.unref();
  const asked = new Map<number, (verdict: Omit<Verdict, 'id'>) => void>();
  const goOn = () => {
    for (const answer of asked.values()) answer(GO);
    asked.clear();
  };
  const lines = createInterface({ input: connection });
  // Without a rig nothing is to happen. The lines repeat the connection's errors.
  for (const source of [connection, lines]) source.on('error', goOn).on('close', goOn);
  lines.on('line', (line) => {
    const { id, ...verdict } = verdictSchema.parse(JSON.parse(line));
    asked.get(id)?.(verdict);
    asked.delete(id);
  });
  let last = 0;
  const ask = (point: Failpoint) =>
    new Promise<Omit<Verdict, 'id'>>((resolve) => {
      if (connection.destroyed) return resolve(GO);
      last += 1;
      const { service, pid } = process;
      const hit: Hit = { id: last, point, service, pid };
      asked.set(last, resolve);
      connection.write(`${JSON.stringify(hit)}\n`);
    });
  const pass = async (point: Failpoint, toError: (message: string) => Error) => {
    const { verdict, ms } = await ask(point);
    if (verdict === 'crash') process.kill();
    if (verdict === 'throw') throw toError(`the chaos rig has this fail: ${point}`);
    if (verdict === 'delay') await delay(ms);
  };
  return {
    async around(effect, work, toError) {
      await pass(`before ${effect}`, toError);
      const result = await work();
      await pass(`after ${effect}`, toError);
      return result;
    },
  };
}

const GO = { verdict: 'go', ms: 0 } as const;
