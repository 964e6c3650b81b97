import { Secret } from '@opencode-commander/config';
import { expect, it } from 'vitest';
import { hostRequirements } from '../src/host-requirements.ts';

const here = { containers: { socket: null, image: null }, redis: { url: null } };
const names = (settings: Parameters<typeof hostRequirements>[0]) =>
  hostRequirements(settings).map(({ name }) => name);

it('wants of this host what is not configured to be elsewhere', () => {
  expect(names(here)).toEqual(['Node', 'git', 'redis-server', 'podman', 'image base']);
  expect(names({ ...here, redis: { url: new Secret('redis://h') } })).not.toContain('redis-server');
  expect(names({ ...here, containers: { socket: '/p', image: null } })).toEqual([
    'Node',
    'git',
    'redis-server',
  ]);
  expect(names({ ...here, containers: { socket: null, image: 'i' } })).toEqual([
    'Node',
    'git',
    'redis-server',
    'podman',
    'agent image',
  ]);
});
