import { type AST, ParseError, parseTOML } from 'toml-eslint-parser';
import { ConfigError } from '../config-error.ts';
import { EMPTY_TABLE, type Entry, type Place } from './document.ts';

type Value = AST.TOMLContentNode;

/** Every value in a TOML text with its place and line. Throws ConfigError with line and column of what is no TOML. */
export function readToml(text: string, file: string): Entry[] {
  const [root] = parse(text, file).body;
  return root.body.flatMap((node) => {
    if (node.type === 'TOMLKeyValue') return valuesAt(node, [], file);
    const header = entry(node.resolvedKey, EMPTY_TABLE, { node, file });
    return [header, ...node.body.flatMap((inner) => valuesAt(inner, node.resolvedKey, file))];
  });
}

function parse(text: string, file: string): AST.TOMLProgram {
  try {
    return parseTOML(text, { filePath: file });
  } catch (cause) {
    if (!(cause instanceof ParseError)) throw cause;
    // The message names the kind of mistake only: never the text, which may be a secret.
    const allowed = `not valid TOML at line ${cause.lineNumber}, column ${cause.column + 1}: ${cause.message}`;
    const origin = { kind: 'file', file, line: cause.lineNumber } as const;
    throw new ConfigError([{ key: file, value: null, allowed, origin }]);
  }
}

function valuesAt(node: AST.TOMLKeyValue, above: Place, file: string): Entry[] {
  const place = [...above, ...node.key.keys.map((key) => (key.type === 'TOMLBare' ? key.name : key.value))];
  return entriesOf(node.value, place, file);
}

/** Tables inside arrays and values become places of their own; an array of plain values stays one. */
function entriesOf(node: Value, place: Place, file: string): Entry[] {
  if (node.type === 'TOMLInlineTable') {
    const table = entry(place, EMPTY_TABLE, { node, file });
    return [table, ...node.body.flatMap((inner) => valuesAt(inner, place, file))];
  }
  if (node.type === 'TOMLArray' && node.elements.some((element) => element.type === 'TOMLInlineTable'))
    return node.elements.flatMap((element, i) => entriesOf(element, [...place, i], file));
  return [entry(place, valueIn(node), { node, file })];
}

function valueIn(node: Value): unknown {
  if (node.type === 'TOMLArray') return node.elements.map(valueIn);
  return node.type === 'TOMLValue' ? node.value : null;
}

function entry(place: Place, value: unknown, { node, file }: { node: AST.TOMLNode; file: string }): Entry {
  return { place, value, origin: { kind: 'file', file, line: node.loc.start.line } };
}
