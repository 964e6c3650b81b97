import { expect, it } from 'vitest';
import { effectOf } from '../../src/failpoints/podman-with-failpoints.ts';

it.each([
  ['POST', '/containers/create', 'podman.create'],
  ['POST', '/containers/abc/start', 'podman.start'],
  ['POST', '/containers/abc/stop', 'podman.stop'],
  ['DELETE', '/containers/abc', 'podman.remove'],
  ['PUT', '/containers/abc/archive', 'podman.put_file'],
  ['GET', '/containers/abc/archive', null],
  ['GET', '/containers/abc/json', null],
  ['POST', '/containers/abc/exec', null],
  ['POST', '/exec/abc/start', null],
  ['GET', '/info', null],
] as const)('knows what %s %s does', (method, path, effect) => {
  expect(effectOf({ method, path })).toBe(effect);
});
