import { execFile } from 'node:child_process';
import { access, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { imageDir } from '../support/agent-podman.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'm'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** What the image's build prints for a binary that holds `code`, and where it writes to. */
async function writeModels(name: string, code: string) {
  const binary = join(root, name);
  const directory = join(root, `${name}-models`);
  await writeFile(binary, Buffer.concat([Buffer.from([0, 255, 254]), Buffer.from(code), Buffer.alloc(9)]));
  const script = join(imageDir, 'write-models.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, [script, binary, directory]);
  return { directory, stdout };
}

it('writes a file for each provider of the literal beside OPENCODE_MODELS_PATH', async () => {
  const { directory, stdout } = await writeModels(
    'whole',
    String.raw`env.OPENCODE_MODELS_PATH;x=read(OPENCODE_MODELS_PATH??a).map((w)=>({w})),p=sync(()=>({a:{id:"a",env:[],models:{"x/1":{id:"x/1",name:"\u2013 \"}' {",cost:{input:.5},limit:{context:1e6},open:!0}}},"2b":{id:"2b",env:["K"],models:{m:{limit:{},open:!1}}}})),u=1`,
  );
  expect(stdout).toBe(`the models of 2 providers are in ${directory}\n`);
  expect((await readdir(directory)).sort()).toEqual(['2b.json', 'a.json']);
  expect(JSON.parse(await readFile(join(directory, 'a.json'), 'utf8'))).toEqual({
    id: 'a',
    env: [],
    models: {
      'x/1': { id: 'x/1', name: '– "}\' {', cost: { input: 0.5 }, limit: { context: 1_000_000 }, open: true },
    },
  });
});

const OTHERS = [
  ['none', 'x=read(OPENCODE_MODELS_PATH??a)'],
  ['half', 'OPENCODE_MODELS_PATH;p=()=>({a:{id:"a",env:[],models:{m:{limit:{}}}}'],
  ['code', 'OPENCODE_MODELS_PATH;p=()=>({a:{id:"a",env:[],models:{m:{limit:()=>1}}}})'],
  ['undefined', 'OPENCODE_MODELS_PATH;p=()=>({a:{id:"a",env:[],models:{m:{limit:{},cost:undefined}}}})'],
  ['path', 'OPENCODE_MODELS_PATH;p=()=>({"../a":{id:"../a",env:[],models:{m:{limit:{}}}}})'],
  ['encoded', 'OPENCODE_MODELS_PATH;p=()=>({a:{id:"a",env:[],models:{m:{name:"é",limit:{}}}}})'],
  ['other', 'OPENCODE_MODELS_PATH;p=()=>({a:{id:"b",env:[],models:{m:{limit:{}}}}})'],
] as const;

it.each(OTHERS)('says that it finds nothing: %s', async (name, code) => {
  const { directory, stdout } = await writeModels(name, code);
  expect(stdout).toMatch(/^\S+ shows no catalogue of models: [^\n]+\n$/);
  await expect(access(directory)).rejects.toMatchObject({ code: 'ENOENT' });
});
