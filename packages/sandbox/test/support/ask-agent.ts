import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'undici';

export const PASSWORD = 'only for this test';

/** What opencode answers to `GET path`, once it is up. */
export async function askAgent(socketPath: string, path: string): Promise<unknown> {
  const dispatcher = new Agent({ connect: { socketPath } });
  const authorization = `Basic ${Buffer.from(`opencode:${PASSWORD}`).toString('base64')}`;
  const deadline = AbortSignal.timeout(45_000);
  try {
    for (;;) {
      const signal = AbortSignal.any([deadline, AbortSignal.timeout(5_000)]);
      const options = { dispatcher, headers: { authorization }, signal };
      const answer = await request(`http://agent${path}`, options).catch(() => null);
      if (answer?.statusCode === 200) return await answer.body.json();
      await answer?.body.dump();
      if (deadline.aborted)
        throw new Error(`opencode did not answer ${path}: ${answer?.statusCode ?? 'silence'}`);
      await sleep(20);
    }
  } finally {
    await dispatcher.destroy();
  }
}
