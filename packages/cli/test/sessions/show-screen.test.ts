import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { showScreen } from '../../src/sessions/show-screen.ts';

const cwd = tmpdir();

function show(script: string, signal = new AbortController().signal): Promise<void> {
  return showScreen(process.execPath, { args: ['-e', script], cwd, env: {}, signal });
}

it('returns when the program has ended, and says what with unless it was 0', async () => {
  await show('');
  await expect(show('process.exit(3)')).rejects.toMatchObject({
    name: 'AttachError',
    message: 'opencode ended with 3',
    exitCode: 1,
  });
});

it('says that a program cannot be started', async () => {
  const { signal } = new AbortController();
  await expect(showScreen('/nowhere/opencode', { args: [], cwd, env: {}, signal })).rejects.toMatchObject({
    name: 'AttachError',
    message: '/nowhere/opencode cannot be started: is it whole?',
    cause: { code: 'ENOENT' },
  });
});

it('is interrupted only when the program has ended', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'commander-screen-'));
  const [started, ended] = [join(directory, 'started'), join(directory, 'ended')];
  const write = (path: string) => `require('fs').writeFileSync('${path}', '')`;
  const script = `process.on('SIGTERM', () => setTimeout(() => { ${write(ended)}; process.exit(); }, 300)); setInterval(() => {}, 1000); ${write(started)}`;
  const interruption = new AbortController();
  const shown = show(script, interruption.signal);
  await Promise.race([shown, expect.poll(() => access(started), { timeout: 20_000 }).toBeUndefined()]);
  interruption.abort();
  await expect(shown).rejects.toMatchObject({ name: 'AbortError' });
  await access(ended);
  await rm(directory, { recursive: true });
});
