/** The keys of a unit's section, each with its values in their order. */
export type Section = ReadonlyMap<string, readonly string[]>;

/**
 * A unit of systemd, or a file of Quadlet, by its sections; a drop-in behind it adds to them. An empty value takes back those
 * before it, as systemd has it.
 */
export function readUnit(text: string): ReadonlyMap<string, Section> {
  const unit = new Map<string, Map<string, string[]>>();
  let section = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const [, name] = /^\[(.+)\]$/.exec(line) ?? [];
    const [, key = '', value = ''] = /^([^#;=\s]+)=(.*)$/.exec(line) ?? [];
    if (name) {
      section = unit.get(name) ?? new Map();
      unit.set(name, section);
    } else if (key) section.set(key, value === '' ? [] : [...(section.get(key) ?? []), value]);
  }
  return unit;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t' };

/** The words of a command line, as systemd reads it (systemd.service(5), "Command lines"). */
export function wordsOf(line: string): string[] {
  const words = line.match(/(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^\s"'])+/g) ?? [];
  return words.map((word) =>
    word
      .replace(/"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'/g, (_, double = '', single = '') => double || single)
      .replace(/\\(.)/g, (_, escaped: string) => ESCAPES[escaped] ?? escaped)
      .replaceAll('$$', '$'),
  );
}
