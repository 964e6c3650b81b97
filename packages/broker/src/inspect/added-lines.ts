/** A line that a patch adds, without its prefix; both as Latin-1, byte for byte. */
export type AddedLine = { path: string; text: string };

/**
 * Reads `git log --patch` (plain and combined patches) in chunks of any size and hands on each added line.
 * The number of columns before a line's text is that of the commit's parents, told by the hunk's `@@`, `@@@` ….
 */
export function createAddedLines(onLine: (line: AddedLine) => void): {
  push: (chunk: Buffer) => void;
  end: () => void;
} {
  let path = '';
  let columns = 0;
  const read = (line: string) => {
    if (columns > 0 && /^[ +-]/.test(line)) {
      const prefix = line.slice(0, columns);
      if (prefix.includes('+') && !prefix.includes('-')) onLine({ path, text: line.slice(columns) });
    } else if (line.startsWith('@@')) columns = (/^@+/.exec(line)?.[0].length ?? 2) - 1;
    else if (columns === 0 && line.startsWith('+++ ')) path = nameIn(line);
    else if (!line.startsWith('\\')) columns = 0;
  };
  return splitLines(read);
}

/** `+++ b/path`, with a tab after a path that has spaces, in quotes when it has stranger characters. */
function nameIn(line: string): string {
  return line
    .slice('+++ '.length)
    .replace(/^"?b\//, '')
    .replace(/["\t]$/, '');
}

function splitLines(read: (line: string) => void) {
  // A line can be as long as a file: its parts are joined once.
  let parts: string[] = [];
  const push = (chunk: Buffer) => {
    const [first = '', ...others] = chunk.toString('latin1').split('\n');
    parts.push(first);
    for (const other of others) {
      read(parts.join(''));
      parts = [other];
    }
  };
  const end = () => read(parts.join(''));
  return { push, end };
}
