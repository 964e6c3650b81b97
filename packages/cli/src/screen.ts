import stringWidth from 'string-width';

/** A terminal of which all is drawn anew. */
export type Screen = {
  /** Shows these lines and nothing else, as many as there is room for. */
  draw(lines: readonly string[]): void;
  /** Hears that there is more room, or less. */
  onResize(listener: () => void): void;
  /** Gives the terminal back as it was, its cursor visible; once more does nothing. */
  close(): void;
};

type Terminal = NodeJS.WritableStream & { columns?: number; rows?: number };

// The other screen that terminals have, and the cursor: https://invisible-island.net/xterm/ctlseqs/ctlseqs.html
const ENTER = '\x1b[?1049h\x1b[?25l';
const LEAVE = '\x1b[?25h\x1b[?1049l';
const CLEAR = '\x1b[H\x1b[2J';

export function openScreen(terminal: Terminal): Screen {
  const listeners: (() => void)[] = [];
  let isOpen = true;
  terminal.write(ENTER);
  return {
    draw(lines) {
      const { columns = 80, rows = 24 } = terminal;
      // Without a line break at the end, which would move everything up.
      if (isOpen) terminal.write(CLEAR + fitting(lines, { columns, rows }).join('\n'));
    },
    onResize(listener) {
      listeners.push(listener);
      terminal.on('resize', listener);
    },
    close() {
      if (!isOpen) return;
      isOpen = false;
      for (const listener of listeners) terminal.off('resize', listener);
      terminal.write(LEAVE);
    },
  };
}

/** The first lines, as many as the terminal can show although it breaks long ones; the last says that there is more. */
export function fitting(
  lines: readonly string[],
  { columns, rows }: { columns: number; rows: number },
): string[] {
  const heights = lines.map((line) => Math.max(1, Math.ceil(stringWidth(line) / columns)));
  const total = heights.reduce((sum, height) => sum + height, 0);
  if (total <= rows) return [...lines];
  const shown: string[] = [];
  let left = rows - 1;
  for (const [i, line] of lines.entries()) {
    left -= heights[i] ?? 1;
    if (left < 0) break;
    shown.push(line);
  }
  return [...shown, '…'];
}
