// node split-models.mjs <opencode> <directory>
//
// opencode carries a catalogue of all models there are (models.dev), and works through all of it before the first request
// to a model: more than a second, for thousands of models that this sandbox will never ask for. This takes the
// catalogue out of the pinned binary, one file per provider, so that entry.sh can give opencode just what it needs
// (OPENCODE_MODELS_PATH). Where it is not found, opencode goes on with its own.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { runInNewContext } from 'node:vm';

const LARGEST = 64 * 1024 * 1024;
/** Strings, which may hold brackets, and brackets. */
const TOKENS = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`|[{}[\]()]/g;

const [binary, directory] = process.argv.slice(2);
const catalogue = findCatalogue(readFileSync(binary));
if (catalogue === null) {
  say('no catalogue of models was found in opencode: it will use its own, which takes longer');
} else {
  mkdirSync(directory, { recursive: true });
  const providers = Object.entries(catalogue).filter(([name]) => /^\w[\w.-]*$/.test(name));
  for (const [name, provider] of providers)
    writeFileSync(join(directory, `${name}.json`), JSON.stringify(provider));
  say(`${providers.length} providers of models`);
}

/** The object that stands right behind one of the places that name OPENCODE_MODELS_PATH, in api.json's form. */
function findCatalogue(bytes) {
  const marker = 'OPENCODE_MODELS_PATH';
  for (let at = bytes.indexOf(marker); at >= 0; at = bytes.indexOf(marker, at + 1)) {
    const near = bytes.toString('latin1', at, at + 2_000);
    const begin = /\(\(\)=>\((?=\{"?[\w.-]+"?:\{id:")/.exec(near);
    if (begin === null) continue;
    const start = at + begin.index + begin[0].length;
    const source = bytes.toString('utf8', start, start + lengthOfObject(bytes, start));
    return runInNewContext(`(${source})`, {}, { timeout: 30_000 });
  }
  return null;
}

/** In bytes, from its first brace to the one that closes it. */
function lengthOfObject(bytes, start) {
  const text = bytes.toString('latin1', start, start + LARGEST);
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(TOKENS)) {
    if ('{[('.includes(token)) depth += 1;
    if ('}])'.includes(token)) depth -= 1;
    if (depth === 0) return index + token.length;
  }
  throw new Error('the catalogue of models has no end');
}

function say(line) {
  process.stdout.write(`${line}\n`);
}
