import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { EXIT_CODES } from '@opencode-commander/task';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { farAway, GATEWAY_TOKEN, startGatewayOf } from '../a-gateway.ts';
import { createRig, errorsOf, PROGRAM, type Rig } from '../rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig[Symbol.asyncDispose]());

/** A client of `commander mcp`, which it starts. */
async function connect(env: Readonly<Record<string, string | undefined>>) {
  const given = Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [...PROGRAM, 'mcp'],
    env: Object.fromEntries(given),
    cwd: rig.directory,
    stderr: 'pipe',
  });
  const wrong: Error[] = [];
  const client = new Client({ name: 'test', version: '1' });
  client.onerror = (error) => void wrong.push(error);
  await client.connect(transport);
  return { client, transport, wrong };
}

async function answersPing({ stdin, stdout }: ChildProcessWithoutNullStreams): Promise<void> {
  stdin.write('{"jsonrpc":"2.0","id":1,"method":"ping"}\n');
  const [answer] = await once(stdout, 'data');
  expect(JSON.parse(String(answer))).toEqual({ jsonrpc: '2.0', id: 1, result: {} });
}

const contentSchema = z.object({ content: z.array(z.object({ text: z.string() })).length(1) });

describe('commander mcp', { timeout: 60_000 }, () => {
  it('serves the tools to whoever started it, and writes nothing else', async () => {
    const { client, transport, wrong } = await connect(rig.env);
    const issue = rig.issue();
    const call = async (name: string, given: Record<string, unknown>) => {
      const result = await client.callTool({ name, arguments: given });
      return { text: contentSchema.parse(result).content[0]?.text ?? '', isError: result.isError };
    };
    expect((await call('commander_dispatch', { github_issue_url: issue })).text).toContain('is queued as');
    expect((await call('commander_status', {})).text).toContain('In the queue: 1 medium.');
    expect(await call('commander_task', { task_id: '999-abcdef' })).toMatchObject({ isError: true });
    const [task] = await rig.store.list();
    const told: string[] = [];
    const follow = { task_id: task?.id, follow: true, seconds: 1 };
    await client.callTool({ name: 'commander_logs', arguments: follow }, undefined, {
      onprogress: ({ message }) => void told.push(message ?? ''),
    });
    expect(told[0]).toMatch(/queued: accepted$/);
    const { pid } = transport;
    await client.close();
    expect(() => process.kill(pid ?? 0, 0)).toThrow('ESRCH');
    expect(wrong).toEqual([]);
  });

  it('serves what a gateway far away does, and gives what happened when the seconds are over', async () => {
    const gateway = await startGatewayOf(rig);
    const { client, wrong } = await connect({ PATH: rig.env['PATH'], ...farAway(rig, gateway.url) });
    const issue = rig.issue();
    await client.callTool({ name: 'commander_dispatch', arguments: { github_issue_url: issue } });
    const [task] = await rig.store.list();
    const follow = { task_id: task?.id, follow: true, seconds: 1 };
    const result = await client.callTool({ name: 'commander_logs', arguments: follow });
    expect(result.isError, JSON.stringify(result)).toBeFalsy();
    expect(contentSchema.parse(result).content[0]?.text).toContain('queued: accepted');
    await client.close();
    expect(wrong).toEqual([]);
    await gateway.stop();
  });

  it('ends well when it is told to', async () => {
    const child = spawn(process.execPath, [...PROGRAM, 'mcp'], { env: rig.env, cwd: rig.directory });
    const errors = text(child.stderr);
    await answersPing(child);
    child.kill('SIGTERM');
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(await errors).toMatch(/^commander: SIGTERM: stopping[^\n]*\n$/);
  });

  it('says in a line that Redis is not there', async () => {
    const ended = await rig.call(['mcp'], { COMMANDER_REDIS_URL: 'redis://127.0.0.1:1' });
    expect(ended).toMatchObject({ code: EXIT_CODES.redis, stdout: [] });
    expect(errorsOf(ended)).toHaveLength(1);
  });
});

describe('commander mcp config', { timeout: 60_000 }, () => {
  const config = async (args: readonly string[], env: Record<string, string | undefined> = {}) => {
    const { code, stdout, stderr } = await rig.call(['mcp', 'config', ...args], env);
    expect(code, stderr.join('\n')).toBe(0);
    return { json: JSON.parse(stdout.join('\n')), hints: stderr.join('\n') };
  };
  const PORT = { COMMANDER_MCP_PORT: '7070' };
  const URL = 'http://127.0.0.1:7070/mcp';

  it('points opencode at the gateway and at the file of its token', async () => {
    const { json, hints } = await config([], PORT);
    const path = join(rig.env['COMMANDER_DATA_DIR'] ?? '', 'mcp-token');
    const headers = { Authorization: `Bearer {file:${path}}` };
    expect(json).toEqual({ mcp: { commander: { type: 'remote', url: URL, headers, oauth: false } } });
    expect(hints).toContain('opencode.json');
    const shown = await config(['--show-token'], PORT);
    const token = (await readFile(path, 'utf8')).trim();
    expect(shown.json.mcp.commander.headers).toEqual({ Authorization: `Bearer ${token}` });
  });

  it.each([
    ['opencode', '{env:COMMANDER_TOKEN}', 'mcp'],
    ['claude-code', `\${COMMANDER_TOKEN}`, 'mcpServers'],
    ['vscode', `\${input:commander-token}`, 'servers'],
  ])('names no configured token to %s', async (client, reference, key) => {
    const token = 'a-token-of-the-gateway-0123456789';
    const { json, hints } = await config(['--client', client], { ...PORT, COMMANDER_MCP_TOKEN: token });
    expect(json[key].commander).toMatchObject({
      url: URL,
      headers: { Authorization: `Bearer ${reference}` },
    });
    expect(JSON.stringify(json) + hints).not.toContain(token);
    expect(hints).toContain('the mcp.token of your configuration');
  });

  it('points at the gateway elsewhere', async () => {
    const { json, hints } = await config([], {
      COMMANDER_URL: 'https://commander.example.com',
      COMMANDER_TOKEN: 'x',
    });
    expect(hints).toContain(
      'It reads the variable COMMANDER_TOKEN when it starts: export that with the token of that gateway.',
    );
    expect(json.mcp.commander).toMatchObject({
      url: 'https://commander.example.com/mcp',
      headers: { Authorization: 'Bearer {env:COMMANDER_TOKEN}' },
    });
  });

  const FAR = { COMMANDER_URL: 'https://commander.example.com/', COMMANDER_TOKEN: 'x' };

  it('reads the address of the gateway elsewhere as every command does', async () => {
    const wrong = [
      ['nonsense', 'nonsense is no address of a gateway'],
      ['https://me:secret@commander.example.com', 'carries a password'],
    ] as const;
    for (const [address, line] of wrong) {
      const ended = await rig.call(['mcp', 'config', '--stdio'], { ...FAR, COMMANDER_URL: address });
      expect(ended).toMatchObject({ code: EXIT_CODES.configuration, stdout: [] });
      expect(errorsOf(ended)).toEqual([expect.stringContaining(line)]);
      expect(ended.stderr.join()).not.toContain('secret@');
    }
  });

  it('takes the token of the gateway elsewhere from its file', async () => {
    const file = join(rig.directory, 'far-token');
    await writeFile(file, `${GATEWAY_TOKEN}\n`);
    const env = { ...FAR, COMMANDER_TOKEN: undefined, COMMANDER_TOKEN_FILE: file };
    const { json } = await config([], env);
    expect(json.mcp.commander.headers).toEqual({ Authorization: `Bearer {file:${file}}` });
    const started = await config(['--stdio'], env);
    expect(started.json.mcp.commander.environment).toEqual({ COMMANDER_TOKEN_FILE: file });
    const shown = await config(['--show-token'], env);
    expect(shown.json.mcp.commander.headers).toEqual({ Authorization: `Bearer ${GATEWAY_TOKEN}` });
  });

  it('has a client start it for the gateway elsewhere', async () => {
    const { stdout } = await rig.call(
      ['--url', 'https://other.example.com', 'mcp', 'config', '--stdio'],
      FAR,
    );
    const { command, environment } = JSON.parse(stdout.join('\n')).mcp.commander;
    expect(command.slice(-3)).toEqual(['--url', 'https://other.example.com', 'mcp']);
    expect(environment).toEqual({ COMMANDER_TOKEN: '{env:COMMANDER_TOKEN}' });
  });

  it('has a client start it, wherever that one is, and ends well when that leaves', async () => {
    const file = join(rig.directory, 'other.toml');
    await writeFile(file, '');
    const { stdout } = await rig.commander(['--config', 'other.toml', 'mcp', 'config', '--stdio']);
    const [command = '', ...args] = JSON.parse(stdout.join('\n')).mcp.commander.command;
    expect(args).toContain(file);
    const cwd = await mkdtemp(join(tmpdir(), 'e'));
    const child = spawn(command, args, { env: rig.env, cwd });
    const errors = text(child.stderr);
    await answersPing(child);
    child.stdin.end();
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(await errors).toBe('');
    await rm(cwd, { recursive: true });
  });

  it.each([
    [['--client', 'emacs'], 'Allowed choices are opencode, claude-code, vscode'],
    [['--stdio', '--show-token'], 'needs no token'],
  ])('refuses %s', async (args, line) => {
    const ended = await rig.call(['mcp', 'config', ...args]);
    expect(ended.code).toBe(EXIT_CODES.configuration);
    expect(errorsOf(ended)[0]).toContain(line);
  });
});
