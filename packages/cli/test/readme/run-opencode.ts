import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const OPENCODE = fileURLToPath(
  new URL(
    `../../../../images/agent/node_modules/opencode-linux-${process.arch}/bin/opencode`,
    import.meta.url,
  ),
);

export type Question = {
  /** This person's home, and where they are. */
  home: string;
  /** Their opencode.json. */
  config: string;
  /** The OpenAI-compatible model they have. */
  model: { url: string; apiKey: string; name: string };
  prompt: string;
  /** What they have exported besides. */
  env?: Record<string, string>;
  /** How long it may take, a minute unless given. */
  timeoutMs?: number;
};

/** Asks a real opencode, as a person does at their own terminal; gives what that shows, with both outputs in one. */
export async function runOpencode(question: Question): Promise<string> {
  const { home, config, model, prompt, env = {}, timeoutMs = 60_000 } = question;
  await writeFile(join(home, 'opencode.json'), config);
  const command = [OPENCODE, 'run', '--model', `simulated/${model.name}`, prompt];
  const child = spawn('sh', ['-c', 'exec "$0" "$@" 2>&1', ...command], {
    cwd: home,
    env: { PATH: process.env['PATH'], HOME: home, ...offline(model), ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
    signal: AbortSignal.timeout(timeoutMs),
  });
  const [shown, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  if (code !== 0) throw new Error(`opencode ended with ${code}: ${shown}`);
  return shown;
}

/** Nothing but the model and what their opencode.json names. */
function offline({ url, apiKey, name }: Question['model']): Record<string, string> {
  const simulated = { options: { baseURL: url, apiKey }, models: { [name]: {} } };
  return {
    OPENCODE_CONFIG_CONTENT: JSON.stringify({ autoupdate: false, provider: { simulated } }),
    OPENCODE_DISABLE_AUTOUPDATE: '1',
    OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
    OPENCODE_DISABLE_MODELS_FETCH: '1',
    HTTPS_PROXY: 'http://127.0.0.1:9',
    NO_PROXY: '127.0.0.1',
  };
}
