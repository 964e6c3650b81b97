import fc from 'fast-check';
import { expect, it } from 'vitest';
import { unframe } from '../../src/sandbox/container-logs.ts';
import { containerSpec } from '../../src/sandbox/container-spec.ts';
import { withinLimits } from '../../src/sandbox/host-limits.ts';
import { sandboxDirectories } from '../../src/sandbox/sandbox-directories.ts';
import { freeUidBase, UID_RANGE } from '../../src/sandbox/uid-base.ts';

const spec = {
  taskId: '12-a1b2c3',
  epoch: 3,
  instance: 'host-1',
  image: 'localhost/agent:1',
  runDir: '/run/c',
  env: { A: 'b' },
  cpus: 1.5,
  memoryBytes: 1024,
  pidsLimit: 99,
  runtime: null,
};
const limits = { files: 10, processes: 20 };
const directories = sandboxDirectories(spec);

it('confines a rootful sandbox', () => {
  const made = containerSpec(spec, { directories, uidBase: 1_900_000_000, runtime: 'runc', limits });
  expect(made).toMatchObject({
    name: 'commander-host-1-12-a1b2c3-3',
    oci_runtime: 'runc',
    netns: { nsmode: 'none' },
    userns: { nsmode: 'private' },
    idmappings: { UIDMap: [{ container_id: 0, host_id: 1_900_000_000, size: 65_536 }] },
    cap_drop: ['all'],
    no_new_privileges: true,
    httpproxy: false,
    resource_limits: {
      memory: { limit: 1024, swap: 1024 },
      pids: { limit: 99 },
      cpu: { quota: 150_000, period: 100_000 },
    },
    labels: {
      'commander.instance': 'host-1',
      'commander.task': '12-a1b2c3',
      'commander.epoch': '3',
      'commander.uid-base': '1900000000',
    },
  });
  const binds = made.mounts.filter(({ type }) => type === 'bind');
  expect(binds.map(({ source, options }) => [source, options[0]])).toEqual([
    ['/run/c/12-a1b2c3-3/agent', 'rw'],
    ['/run/c/12-a1b2c3-3/broker', 'ro'],
  ]);
});

it('lets only a sandbox without an agent write in the Nix cache', () => {
  const place = { directories, uidBase: null, runtime: null, limits };
  const make = (use: 'read' | 'fill') => containerSpec({ ...spec, nixCache: { volume: 'v', use } }, place);
  const mount = (mode: string) => [
    { Name: 'v', Dest: '/run/commander/nix-cache', Options: [mode, 'nosuid', 'nodev', 'noexec'] },
  ];
  expect(make('read')).toMatchObject({ volumes: mount('ro') });
  expect(make('read')).not.toHaveProperty('entrypoint');
  expect(make('fill')).toMatchObject({
    volumes: mount('rw'),
    entrypoint: ['tini', '-g', '--', '/usr/local/bin/agent-fill-nix-cache'],
  });
  expect(containerSpec(spec, place)).not.toHaveProperty('volumes');
});

it('leaves the user namespace of a rootless sandbox to Podman', () => {
  const made = containerSpec(spec, { directories, uidBase: null, runtime: null, limits });
  expect(made).not.toHaveProperty('userns');
  expect(made).not.toHaveProperty('idmappings');
  expect(made).not.toHaveProperty('oci_runtime');
  expect(made.labels).not.toHaveProperty('commander.uid-base');
});

it('gives no two sandboxes the same uids', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { maxLength: 60 }), (seeds) => {
      const taken: number[] = [];
      for (const seed of seeds) taken.push(freeUidBase(seed, taken) ?? Number.NaN);
      const sorted = [...taken].sort((a, b) => a - b);
      expect(sorted.every((base, i) => i === 0 || base - (sorted[i - 1] ?? 0) >= UID_RANGE)).toBe(true);
      expect(sorted.every((base) => base >= 0x7000_0000 && base + UID_RANGE <= 0x8000_0000)).toBe(true);
    }),
  );
});

it('runs out of uids when every range is taken', () => {
  const all = Array.from({ length: 4_096 }, (_, i) => 0x7000_0000 + i * UID_RANGE);
  expect(freeUidBase('x', all)).toBeNull();
  expect(freeUidBase('x', all.slice(0, 4_000))).not.toBeNull();
});

it('stays within what the host allows', () => {
  const table = [
    'Limit                     Soft Limit           Hard Limit           Units     ',
    'Max processes             4096                 5000                 processes ',
    'Max open files            1024                 unlimited            files     ',
  ].join('\n');
  expect(withinLimits(table)).toEqual({ files: 16_384, processes: 5_000 });
  expect(withinLimits('')).toEqual({ files: 16_384, processes: 8_192 });
});

it('takes the frames off a log, whatever they hold', () => {
  const frame = (text: string) => {
    const head = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]);
    head.writeUInt32BE(Buffer.byteLength(text), 4);
    return Buffer.concat([head, Buffer.from(text)]);
  };
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' })), (texts) => {
      expect(unframe(Buffer.concat(texts.map(frame)))).toBe(texts.join(''));
    }),
  );
  expect(unframe(Buffer.from([1, 0, 0]))).toBe('');
  expect(unframe(frame('cut off').subarray(0, 11))).toBe('cut');
});
