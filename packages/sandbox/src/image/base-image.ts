import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Podman } from '../podman/podman.ts';
import { PodmanError } from '../podman/podman-error.ts';
import { type BootstrapDebian, bootstrapDebian, type DebianBase } from './bootstrap-debian.ts';
import type { EnsureAgentImage } from './ensure-agent-image.ts';
import { listImages } from './list-images.ts';
import { untilBegun } from './until-begun.ts';

/** Whatever is in it was made for one build, and may be removed: no other images may have its name. */
const BASE_REPOSITORY = 'localhost/opencode-commander/agent-base';
/** What the agent image is built on where a registry is reachable, without the tag. */
export const DEFAULT_BASE_REPOSITORY = 'docker.io/library/debian';
const DEFAULT_BASE = `${DEFAULT_BASE_REPOSITORY}:bookworm-slim`;
/** A registry that says nothing for so long is taken for unreachable. */
const PROBE_MS = 8_000;
const PULL_MS = 600_000;

/** An image to build on; disposing removes what was made for this build only. */
export type Base = AsyncDisposable & { name: string; kind: string };

export type PrepareBase = Omit<EnsureAgentImage, 'imageDir'>;

/** The configured base; else Debian from the registry; else, where none is reachable, Debian from its packages. */
export async function prepareBase(options: PrepareBase): Promise<Base> {
  const { podman, base, onProgress } = options;
  const name = base ?? DEFAULT_BASE;
  const kept: Base = { name, kind: base ?? 'pulled', [Symbol.asyncDispose]: async () => undefined };
  if (await podman.imageExists(name)) return kept;
  onProgress(`pulling ${name}`);
  const failure = await pull(options, name);
  if (!failure) return kept;
  if (base) throw new PodmanError(`The base image ${base} cannot be had: ${failure}`);
  onProgress('no registry is reachable: making a base from Debian packages, which takes a while');
  return bootstrap(options);
}

const lineSchema = z.object({ stream: z.string().optional(), error: z.string().optional() });

/** Why the pull failed, null when it did not. */
async function pull({ podman, signal }: PrepareBase, reference: string): Promise<string | null> {
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), PROBE_MS);
  const until = AbortSignal.any([silence.signal, ...(signal ? [signal] : [])]);
  const query = { reference, policy: 'missing' };
  let announced = false;
  try {
    const lines = podman.stream({
      method: 'POST',
      path: '/images/pull',
      query,
      timeoutMs: PULL_MS,
      signal: until,
    });
    for await (const line of jsonLines(lines)) {
      const { error } = lineSchema.parse(line);
      if (error) return error;
      // The first line only says that it tries; the second one comes from the registry.
      if (announced) clearTimeout(timer);
      announced = true;
    }
    return null;
  } catch (error) {
    signal?.throwIfAborted();
    return error instanceof PodmanError ? error.message : String(error);
  } finally {
    clearTimeout(timer);
  }
}

async function bootstrap({ podman, signal, ...place }: PrepareBase): Promise<Base> {
  // A builder that was killed left its base; the build lock says that nobody builds on it now.
  for (const stale of await listImages(podman, BASE_REPOSITORY)) await removeImage(podman, stale.name);
  const name = `${BASE_REPOSITORY}:${randomUUID()}`;
  await using debian = await beginDebian({ ...place, signal });
  const query = { reference: name };
  const call = { method: 'POST', path: '/images/import', query, tar: debian.tar } as const;
  const importing = podman.send({ ...call, timeoutMs: PULL_MS, signal }).catch((cause: Error) => {
    throw new PodmanError(`The agent image has no base: ${cause.message}`, { cause });
  });
  // Nobody reads its tar any more.
  importing.catch(() => debian.stop());
  const remove = () => removeImage(podman, name);
  const failure = await Promise.all([debian.done, importing]).then(
    () => null,
    (first: unknown) => (first instanceof Error ? first : new Error(String(first))),
  );
  if (failure === null) return { name, kind: 'bootstrapped', [Symbol.asyncDispose]: remove };
  // Half a tar may become an image all the same.
  const [imported] = await Promise.allSettled([importing, debian.done]);
  if (imported.status === 'fulfilled') await remove();
  signal?.throwIfAborted();
  throw failure;
}

/**
 * Debian as soon as something of it can be read: a Podman that systemd starts when it is asked ends after seconds in which a
 * connection says nothing. Once more where nothing came: a mirror may drop the one connection that all hangs on.
 */
async function beginDebian(place: BootstrapDebian): Promise<DebianBase> {
  const first = await bootstrapDebian(place);
  await untilBegun(first.tar);
  if (first.tar.readableLength > 0) return first;
  await first.stop();
  const second = await bootstrapDebian(place);
  await untilBegun(second.tar);
  return second;
}

async function removeImage(podman: Podman, name: string): Promise<void> {
  await podman.send({ method: 'DELETE', path: `/images/${encodeURIComponent(name)}` });
}

/** One JSON value per line, as Podman streams its progress. */
export async function* jsonLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<unknown> {
  let rest = '';
  const decoder = new TextDecoder();
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim()) yield JSON.parse(line);
  }
  if (rest.trim()) yield JSON.parse(rest);
}
