import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadConfig } from '@opencode-commander/config';
import { expect } from 'vitest';
import type { Reader } from './reader.ts';

/** Wherever the README says that it may be put, it gives what the README says. */
export async function useConfiguration({ rig, text, has }: Reader, toml: string): Promise<void> {
  for (const place of ['.', '.config/opencode-commander']) {
    const home = await mkdtemp(join(rig.directory, 'h'));
    await mkdir(join(home, place), { recursive: true });
    await writeFile(join(home, place, 'commander.toml'), toml);
    const env = { XDG_RUNTIME_DIR: home, ...has };
    const config = await loadConfig({ env, cwd: home, home, uid: process.getuid?.() ?? 0, hostname: 'here' });
    const { auth } = config.github;
    expect(auth?.kind === 'token' && auth.token.reveal()).toBe(has['GITHUB_TOKEN']);
    expect(config.llm['anthropic']?.baseUrl).toBe('https://api.anthropic.com/v1');
    expect(config.llm['anthropic']?.apiKey?.reveal()).toBe(has['ANTHROPIC_API_KEY']);
    expect(config.models.default).toMatch(/^anthropic\//);
    expect(text).toContain(`http://${config.mcp.host}:${config.mcp.port}/mcp`);
    const [, tokenFile = ''] = /kept in `~\/(.*?)`/.exec(text) ?? [];
    expect((await readFile(join(home, tokenFile), 'utf8')).trim()).toBe(config.mcp.token.reveal());
  }
  await writeFile(join(rig.directory, 'commander.toml'), toml);
}
