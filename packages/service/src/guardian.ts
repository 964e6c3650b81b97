import { type ChildProcess, spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { dirname, isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Something that must not outlive its owner. */
export type Guarded =
  /** Ended by SIGTERM, and SIGKILL after 3 s, as long as the pid is still the same process; its group with it. */
  | { kind: 'process'; pid: number }
  /** Removed with everything in it, once the processes whose command line names something in it have been ended. */
  | { kind: 'directory'; path: string }
  /** All containers with this label (`key=value`), over the socket or, where that is dead, by podman itself. */
  | { kind: 'containers'; label: string; podmanSocket?: string }
  /** Taken from its image in Podman; one that has no other name is removed with it. */
  | { kind: 'image_name'; name: string };

export type Guardian = AsyncDisposable & {
  /** Told at once: also a SIGKILL in the next moment finds it known. */
  add(guarded: Guarded): void;
  /** Everything was released in order: the guardian ends and undoes nothing. */
  release(): Promise<void>;
  /** Something could not be released: the guardian undoes what it was told of now, and ends. */
  undo(): Promise<void>;
  /** The guardian's own process id, null when it could not be started. */
  pid: number | null;
};

export type GuardianOptions = {
  /** The Node.js program, `process.execPath`. */
  node: string;
  /** Where `guardian.log` is written if something could not be undone. */
  directory?: string;
  /** Called when the guardian itself has gone before it was released: nothing is guarded any more. */
  onLost?: (error: Error) => void;
};

const PROGRAM = fileURLToPath(new URL('./guardian-process.mjs', import.meta.url));

/**
 * Starts a process of its own session that undoes, in reverse order, what it was told of, when we end without
 * `release`, even by SIGKILL: it holds a pipe to us, and its end is our death.
 */
export function startGuardian({ node, directory, onLost }: GuardianOptions): Guardian {
  const args = directory === undefined ? [PROGRAM] : [PROGRAM, resolve(directory)];
  // Not started where we stand: that directory may be one of those to remove.
  const child = spawn(node, args, { detached: true, stdio: ['pipe', 'ignore', 'ignore'], cwd: '/' });
  let isReleased = false;
  const ended = endOf(child).then((error) => {
    if (!isReleased) onLost?.(error);
  });
  // `ended` tells of a guardian that has gone; a write to it must not end us.
  child.stdin.on('error', () => undefined);
  child.unref();
  if (child.stdin instanceof Socket) child.stdin.unref();

  const end = async (lastWords: string) => {
    isReleased = true;
    child.ref();
    child.stdin.end(lastWords);
    await ended;
  };
  const release = () => end('{"released":true}\n');
  const add = (guarded: Guarded) => {
    check(guarded);
    child.stdin.write(`${JSON.stringify(guarded)}\n`);
  };
  return { pid: child.pid ?? null, add, release, undo: () => end(''), [Symbol.asyncDispose]: release };
}

/** How the guardian ended, as an error; it also comes when it could not be started. */
function endOf(child: ChildProcess): Promise<Error> {
  return new Promise((resolveEnd) => {
    child.once('error', resolveEnd);
    child.once('exit', (code, signal) => {
      resolveEnd(new Error(`the guardian ended by ${signal ?? `code ${code}`}`));
    });
  });
}

function check(guarded: Guarded): void {
  if (guarded.kind !== 'directory') return;
  const { path } = guarded;
  if (!isAbsolute(path) || dirname(resolve(path)) === '/')
    throw new RangeError(`refusing to guard the directory ${path}: it must be absolute and not at the root`);
}
