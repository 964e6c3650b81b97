const MAX_LINES = 200;

/** Hands on each line once, and after 200 different ones no more: who sends them is hostile. */
export function onceEach(tell: (line: string) => void): (line: string) => void {
  const told = new Set<string>();
  return (line) => {
    if (told.has(line) || told.size >= MAX_LINES) return;
    told.add(line);
    tell(line);
  };
}
