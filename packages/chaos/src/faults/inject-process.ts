import { type FaultOf, forAWhile, type Scene } from './scene.ts';

type ProcessFault = FaultOf<'kill' | 'term' | 'freeze' | 'clock' | 'disk_full' | 'image_missing'>;
const HOUR_MS = 3_600_000;

export async function injectProcessFault(scene: Scene, fault: ProcessFault): Promise<boolean> {
  if (fault.kind === 'disk_full') return fillDisk(scene, fault.ms);
  if (fault.kind === 'image_missing') return hideImage(scene, fault.ms);
  const victim = scene.cast.get(fault.victim);
  if (victim === undefined || victim.pid() === null) return false;
  switch (fault.kind) {
    case 'kill':
      victim.signal('SIGKILL');
      return true;
    case 'term':
      victim.signal('SIGTERM');
      return true;
    case 'clock':
      victim.restart({ CHAOS_CLOCK_MS: String(fault.hours * HOUR_MS) });
      return true;
    case 'freeze':
      return forAWhile(scene, fault.ms, {
        begin: () => victim.signal('SIGSTOP'),
        heal: () => victim.signal('SIGCONT'),
      });
  }
}

async function fillDisk(scene: Scene, ms: number): Promise<boolean> {
  const { disk } = scene.world;
  if (disk === null) return false;
  return forAWhile(scene, ms, { begin: () => disk.fill(), heal: () => disk.empty() });
}

function hideImage(scene: Scene, ms: number): Promise<boolean> {
  const { image } = scene.world;
  return forAWhile(scene, ms, { begin: () => image.remove(), heal: () => image.putBack() });
}
