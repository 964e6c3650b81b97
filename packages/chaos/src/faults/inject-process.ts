import { type FaultOf, forAWhile, type Stage } from './stage.ts';

type ProcessFault = FaultOf<'kill' | 'term' | 'freeze' | 'clock' | 'disk_full' | 'image_missing'>;
const HOUR_MS = 3_600_000;

export async function injectProcessFault(stage: Stage, fault: ProcessFault): Promise<boolean> {
  if (fault.kind === 'disk_full') return fillDisk(stage, fault.ms);
  if (fault.kind === 'image_missing') return hideImage(stage, fault.ms);
  const victim = stage.cast.get(fault.victim);
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
      return forAWhile(stage, fault.ms, {
        begin: () => victim.signal('SIGSTOP'),
        heal: () => victim.signal('SIGCONT'),
      });
  }
}

async function fillDisk(stage: Stage, ms: number): Promise<boolean> {
  const { disk } = stage.world;
  if (disk === null) return false;
  return forAWhile(stage, ms, { begin: () => disk.fill(), heal: () => disk.empty() });
}

function hideImage(stage: Stage, ms: number): Promise<boolean> {
  const { image } = stage.world;
  return forAWhile(stage, ms, { begin: () => image.remove(), heal: () => image.putBack() });
}
