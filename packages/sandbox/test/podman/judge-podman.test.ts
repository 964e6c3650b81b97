import { expect, it } from 'vitest';
import { judgeHost, judgeService } from '../../src/podman/judge-podman.ts';
import { chooseRuntime } from '../../src/podman/oci-runtime.ts';
import type { PodmanHost } from '../../src/podman/read-podman-host.ts';

const host: PodmanHost = {
  uid: 1000,
  userName: 'ada',
  podmanVersion: '5.2.1',
  maxUserNamespaces: 15_000,
  subuid: 'ada:100000:65536\n',
  subgid: '1000:100000:65536\n',
  hasNewuidmap: true,
};

const info = (changes: {
  runtime?: string;
  controllers?: string[];
  rootless?: boolean;
  cgroups?: string;
}) => ({
  host: {
    arch: 'amd64',
    cgroupControllers: changes.controllers ?? ['cpu', 'memory', 'pids'],
    cgroupVersion: changes.cgroups ?? 'v2',
    ociRuntime: { name: changes.runtime ?? 'crun' },
    security: { rootless: changes.rootless ?? false },
  },
});

it('is content with a host that has everything', () => {
  expect(judgeHost(host).every(({ ok }) => ok)).toBe(true);
});

it.each([
  [{ podmanVersion: null }, 'podman', 'not installed'],
  [{ podmanVersion: '3.4.4' }, 'podman', '3.4.4 is too old: install 4.3 or newer'],
  [{ podmanVersion: '4.2.0' }, 'podman', 'too old'],
  [{ maxUserNamespaces: 0 }, 'user namespaces', 'sysctl -w user.max_user_namespaces'],
  [{ subuid: '' }, 'subordinate ids', 'usermod --add-subuids'],
  [{ subgid: 'adam:1:1' }, 'subordinate ids', 'none for ada'],
  [{ hasNewuidmap: false }, 'subordinate ids', 'install uidmap'],
])('says what to do about %j', (changes, name, message) => {
  const failed = judgeHost({ ...host, ...changes }).filter(({ ok }) => !ok);
  expect(failed).toMatchObject([{ name, message: expect.stringContaining(message) }]);
});

it('asks no subordinate ids of root', () => {
  const root = judgeHost({ ...host, uid: 0, subuid: '', subgid: '', hasNewuidmap: false });
  expect(root.every(({ ok }) => ok)).toBe(true);
});

it('names the limits a service cannot set', () => {
  const service = {
    info: info({ controllers: ['memory'], rootless: true }),
    version: '4.3.1',
    runtime: null,
  };
  expect(judgeService(service)).toMatchObject([
    { ok: true, message: '4.3.1, rootless, OCI runtime crun, cgroups v2' },
    { ok: false, message: expect.stringMatching(/^cpu, pids cannot be limited: delegate/) },
  ]);
});

it('says what to do where the service has a runtime that would refuse', () => {
  const service = { info: info({}), version: '4.3.1', runtime: 'runc' };
  expect(judgeService(service).filter(({ ok }) => !ok)).toMatchObject([
    { name: 'OCI runtime', message: expect.stringMatching(/^crun, where runc is needed: .*containers.conf/) },
  ]);
  expect(judgeService({ ...service, info: info({ runtime: 'runc' }) }).every(({ ok }) => ok)).toBe(true);
});

it.each([
  ['both versions', {}, '9:name=systemd:/\n8:pids:/\n0::/\n', 'runc'],
  ['both versions, seen from a container', {}, '8:pids:/docker/0a1b\n0::/../..\n', 'runc'],
  ['both versions, with runc as it is', { runtime: 'runc' }, '8:pids:/\n0::/\n', null],
  ['the old version alone', {}, '9:name=systemd:/\n8:pids:/\n', null],
  ['the new version alone', { cgroups: 'v2' }, '0::/\n', null],
  ['the new version, and an old one for something else', { cgroups: 'v2' }, '1:net_cls:/\n0::/\n', null],
  ['no control groups, beside a machine that has them', {}, '', null],
])('asks for runc only where crun would refuse: %s', (_, changes, hierarchies, expected) => {
  expect(chooseRuntime(info({ cgroups: 'v1', ...changes }), hierarchies)).toBe(expected);
});
