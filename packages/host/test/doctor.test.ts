import { expect, it } from 'vitest';
import { doctor, HOST_REQUIREMENTS, ok, type Requirement, thisHost, trouble } from '../src/index.ts';
import { fakeHost } from './fake-host.ts';

const FINE: Requirement = { name: 'git', check: async () => ok('2.39.5') };
const MISSING: Requirement = {
  name: 'podman',
  check: async () => trouble('podman is not installed', { packages: { apt: ['podman'], brew: ['podman'] } }),
};
const REFUSED: Requirement = {
  name: 'GitHub',
  check: async () => trouble('the token is refused', { advice: 'set github.token' }),
};

async function run(requirements: readonly Requirement[], json = false) {
  const lines: string[] = [];
  const code = await doctor({ host: fakeHost({}), requirements, json, write: (line) => lines.push(line) });
  return { code, lines };
}

it('says of each requirement that it is met, or what to do', async () => {
  expect(await run([FINE, MISSING, REFUSED])).toEqual({
    code: 4,
    lines: [
      'ok       git            2.39.5',
      'trouble  podman         podman is not installed',
      '           → sudo apt-get install -y podman',
      '           → brew install podman',
      'trouble  GitHub         the token is refused',
      '           → set github.token',
    ],
  });
});

it('says the same in JSON', async () => {
  const { code, lines } = await run([FINE, REFUSED], true);
  expect(code).toBe(4);
  expect(JSON.parse(lines.join(''))).toEqual({
    ok: false,
    requirements: [
      { name: 'git', status: 'ok', detail: '2.39.5' },
      { name: 'GitHub', status: 'trouble', reason: 'the token is refused', remedies: ['set github.token'] },
    ],
  });
});

it('finds this very machine in order', async () => {
  const lines: string[] = [];
  const write = (line: string) => lines.push(line);
  expect(await doctor({ host: thisHost(process), requirements: HOST_REQUIREMENTS, json: false, write })).toBe(
    0,
  );
  expect(lines).toHaveLength(HOST_REQUIREMENTS.length);
});
