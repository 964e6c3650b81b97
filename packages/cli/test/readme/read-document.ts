import { readFile } from 'node:fs/promises';
import { lexer, type Token, type Tokens, walkTokens } from 'marked';

/** A Markdown file, taken apart. */
export type Document = {
  text: string;
  /** The fenced blocks, without the indentation of a list around them. */
  blocks: { language: string; text: string }[];
  /** Where links and images point. */
  targets: string[];
  /** The cells of all tables, row by row, without the heads. */
  rows: string[][];
};

export async function readDocument(path: string): Promise<Document> {
  const text = await readFile(path, 'utf8');
  const tokens = flatten(lexer(text));
  return {
    text,
    blocks: tokens.filter(isA('code')).map((code) => ({ language: code.lang ?? '', text: code.text })),
    targets: [...tokens.filter(isA('link')), ...tokens.filter(isA('image'))].map(({ href }) => href),
    rows: tokens.filter(isA('table')).flatMap(({ rows }) => rows.map((row) => row.map((cell) => cell.text))),
  };
}

type Kinds = { code: Tokens.Code; link: Tokens.Link; image: Tokens.Image; table: Tokens.Table };

function isA<Kind extends keyof Kinds>(kind: Kind): (token: Token) => token is Kinds[Kind] {
  return (token): token is Kinds[Kind] => token.type === kind;
}

function flatten(tokens: readonly Token[]): Token[] {
  const all: Token[] = [];
  void walkTokens([...tokens], (token) => void all.push(token));
  return all;
}
