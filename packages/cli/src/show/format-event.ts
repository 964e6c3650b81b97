import type { TaskEvent } from '@opencode-commander/task';
import { plain } from './plain.ts';

/** An event as lines for people; none for what only machines want to know. */
export function formatEvent(event: TaskEvent, paint: Paint): string[] {
  const time = paint.dim(event.at.slice(11, 19));
  return textOf(event, paint).map((line) => `${time} ${line}`);
}

/** The colours in use; each function returns its text as it is where colours are off. */
export type Paint = Readonly<
  Record<'dim' | 'bold' | 'red' | 'green' | 'yellow' | 'cyan', (text: string) => string>
>;

function textOf(event: TaskEvent, paint: Paint): string[] {
  switch (event.type) {
    case 'status':
      return [`${paint.bold(event.status)}${event.message === '' ? '' : `: ${plain(event.message)}`}`];
    case 'agent_text':
      return event.text
        .trim()
        .split('\n')
        .map((line) => `${paint.cyan('│')} ${plain(line)}`);
    case 'tool':
      return toolLines(event, paint);
    case 'service':
      return [paint[event.level === 'info' ? 'dim' : 'yellow'](plain(event.message))];
  }
}

function toolLines({ state, tool, title, output }: TaskEvent & { type: 'tool' }, paint: Paint): string[] {
  if (state === 'running') return [];
  const mark = state === 'completed' ? paint.green('✓') : paint.red('✗');
  const shown = output.trim().split('\n').slice(-5).filter(Boolean);
  return [`${mark} ${plain(`${tool} ${title}`)}`, ...shown.map((line) => paint.dim(`    ${plain(line)}`))];
}
