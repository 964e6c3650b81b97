import type { Viewer } from '../../html/layout.ts';
import type { Fragment } from '../live/fragment.ts';
import { noticeFragment } from '../parts/notice.ts';
import { endedSection } from './ended-section.ts';
import type { FleetView } from './fleet-view.ts';
import { numbersSection } from './numbers-section.ts';
import { pausesSection } from './pauses-section.ts';
import { queueSection } from './queue-section.ts';
import { runningSection } from './running-section.ts';
import { trendsSection } from './trends-section.ts';
import { troubleSection } from './trouble-section.ts';
import { waitingSection } from './waiting-section.ts';

/** The first page, from top to bottom. */
export function fleetFragments({ status, queue, hours }: FleetView, viewer: Viewer): Fragment[] {
  return [
    noticeFragment(null),
    { id: 'numbers', html: numbersSection(status) },
    { id: 'trouble', html: troubleSection(status) },
    { id: 'waiting', html: waitingSection(status.waiting, viewer) },
    { id: 'running', html: runningSection(status.running) },
    { id: 'queue', html: queueSection(status, queue) },
    { id: 'trends', html: trendsSection(hours) },
    { id: 'pauses', html: pausesSection(status.pauses, viewer) },
    { id: 'ended', html: endedSection(status.recent) },
  ];
}
