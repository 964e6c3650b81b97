import { type FaultOf, type FaultSite, forAWhile } from './fault-site.ts';

type ProcessFault = FaultOf<'kill' | 'term' | 'freeze' | 'clock' | 'disk_full' | 'image_missing'>;
const HOUR_MS = 3_600_000;

export async function injectProcessFault(site: FaultSite, fault: ProcessFault): Promise<boolean> {
  if (fault.kind === 'disk_full') return fillDisk(site, fault.ms);
  if (fault.kind === 'image_missing') return hideImage(site, fault.ms);
  const victim = site.cast.get(fault.victim);
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
      return forAWhile(site, fault.ms, {
        begin: () => victim.signal('SIGSTOP'),
        heal: () => victim.signal('SIGCONT'),
      });
  }
}

async function fillDisk(site: FaultSite, ms: number): Promise<boolean> {
  const { disk } = site.world;
  if (disk === null) return false;
  return forAWhile(site, ms, { begin: () => disk.fill(), heal: () => disk.empty() });
}

function hideImage(site: FaultSite, ms: number): Promise<boolean> {
  const { image } = site.world;
  return forAWhile(site, ms, { begin: () => image.remove(), heal: () => image.putBack() });
}
