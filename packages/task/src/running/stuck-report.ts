/** What was found when an agent had gone silent. */
export type StuckFindings = {
  silentMs: number;
  /** A line about the last tool call, null when there was none. */
  lastTool: string | null;
  lastOutput: readonly string[];
  /** One line per process in the container. */
  processes: readonly string[];
  /** The cgroup's `memory.events`, null when they could not be read. */
  memoryEvents: Readonly<Record<string, number>> | null;
};

/** The findings as plain text of several lines, for the failure comment and the log. */
export function stuckReport(findings: StuckFindings): string {
  const { silentMs, lastTool, lastOutput, processes, memoryEvents } = findings;
  return [
    `No tool call and no changed file for ${Math.round(silentMs / 1000)} s.`,
    `Last tool: ${lastTool ?? 'none'}`,
    ...section('Last output', lastOutput.slice(-OUTPUT_LINES)),
    ...section('Processes', processes.slice(0, PROCESS_LINES)),
    `Memory events: ${memoryText(memoryEvents)}`,
  ].join('\n');
}

const OUTPUT_LINES = 10;
const PROCESS_LINES = 20;

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [`${title}: none`] : [`${title}:`, ...lines.map((line) => `  ${line}`)];
}

function memoryText(events: StuckFindings['memoryEvents']): string {
  if (events === null) return 'unknown';
  const seen = Object.entries(events).filter(([, count]) => count > 0);
  return seen.length === 0 ? 'none' : seen.map(([name, count]) => `${name} ${count}`).join(', ');
}
