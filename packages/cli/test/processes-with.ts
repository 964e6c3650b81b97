import { readdir, readFile } from 'node:fs/promises';

/** The command lines of processes that have a text in their arguments or their environment; this one aside. */
export async function processesWith(text: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((pid) => /^\d+$/.test(pid) && Number(pid) !== process.pid);
  const found = await Promise.all(
    pids.map(async (pid) => {
      const [line, environment] = await Promise.all([read(pid, 'cmdline'), read(pid, 'environ')]);
      return line.includes(text) || environment.includes(text) ? [line.replaceAll('\0', ' ')] : [];
    }),
  );
  return found.flat();
}

/** A process may have ended meanwhile. */
function read(pid: string, file: string): Promise<string> {
  return readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
}
