import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Disk } from './judge-admission.ts';

/** What room a dispatcher's directories have: its own, and Podman's where it is on this host. */
export async function readDisks(places: {
  dataDir: string;
  runDir: string;
  /** Where Podman keeps images and containers; null where it is not known. */
  graphRoot: string | null;
  /** What Podman says is free there. */
  imageRoom: () => Promise<number | null>;
}): Promise<Disk[]> {
  const disks = await Promise.all([
    readDisk({ name: 'data_dir', path: places.dataDir, needs: 'work' }),
    readDisk({ name: 'run_dir', path: places.runDir, needs: 'sockets' }),
    places.graphRoot === null ? null : imagesDisk(places.graphRoot, places.imageRoom),
  ]);
  return disks.flatMap((disk) => disk ?? []);
}

/** Podman may run on another host, or outside the container that commander runs in: then it is asked. */
async function imagesDisk(graphRoot: string, imageRoom: () => Promise<number | null>): Promise<Disk | null> {
  const disk = { name: "Podman's images", needs: 'work' } as const;
  const seen = await diskAt(graphRoot, disk);
  if (seen !== null) return seen;
  const freeBytes = await imageRoom();
  return freeBytes === null ? null : { ...disk, freeBytes, freeInodes: null };
}

type Wanted = Pick<Disk, 'name' | 'needs'> & { path: string };

/** A directory that is not made yet will be where the nearest one above it is. */
async function readDisk({ path, ...wanted }: Wanted): Promise<Disk> {
  return (await diskAt(path, wanted)) ?? readDisk({ ...wanted, path: dirname(path) });
}

/** Null where there is no such directory to be seen. What else the system has against it is a finding as well. */
async function diskAt(path: string, wanted: Omit<Wanted, 'path'>): Promise<Disk | null> {
  try {
    const { bavail, bsize, files, ffree } = await statfs(path);
    return { ...wanted, freeBytes: bavail * bsize, freeInodes: files === 0 ? null : ffree };
  } catch (error) {
    return isAbsent(error) ? null : { ...wanted, freeBytes: null, freeInodes: null };
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EACCES');
}
