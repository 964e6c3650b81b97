/** `path` starts with a slash; `query` with a question mark unless it is empty. */
export type FoundRoute = { status: 'found'; provider: string; path: string; query: string };

export type ModelRoute = FoundRoute | { status: 'refused'; code: 400 | 404 | 405; reason: string };

// What a provider's paths are made of; anything that a server could read as another path is refused, not cleaned.
const SEGMENT = /^(?!\.{1,2}$)[A-Za-z0-9._~:@!$&'()*+,=-]+$/;
const KEY_PARAMETERS = ['key', 'api_key', 'api-key', 'apikey', 'access_token', 'token'];
// Anything else that can be read belongs to whoever else uses the key: files, batches, stored answers.
const READABLE = /\/models(\/[^/]+)?$/;
// The calls that make a model answer, as OpenAI, Anthropic, Google, Bedrock and Cohere name them.
const ANSWERING = new RegExp(
  '(/(chat/completions|completions|responses|messages|messages/count_tokens|embeddings|chat|converse|converse-stream|' +
    'invoke|invoke-with-response-stream)|:(generateContent|streamGenerateContent|countTokens))$',
);

/** Where under `/llm/<provider>/…` a request goes. `providers` are the configured names. */
export function routeModel(method: string, url: string, providers: readonly string[]): ModelRoute {
  const [path = '', query = ''] = url.split(/\?(.*)/s);
  const [provider = '', ...segments] = path.slice('/llm/'.length).split('/');
  if (!providers.includes(provider)) {
    const known = providers.join(', ') || 'none';
    return refuse(404, `there is no such model provider; configured: ${known}`);
  }
  const clean = segments.map(decode);
  if (clean.length === 0 || clean.some((segment) => segment === null)) {
    return refuse(400, 'this path is not passed on');
  }
  const rest = `/${segments.join('/')}`;
  if (method === 'GET' && !READABLE.test(rest)) return refuse(405, 'only the list of models can be read');
  if (method !== 'GET' && method !== 'POST') return refuse(405, 'use POST');
  if (method === 'POST' && !ANSWERING.test(rest)) return refuse(405, 'only a model can be asked here');
  return { status: 'found', provider, path: rest, query: withoutKeys(query) };
}

/** A segment that means the same to every server, however it decodes; null for any other. */
function decode(segment: string): string | null {
  if (!/%/.test(segment)) return SEGMENT.test(segment) ? segment : null;
  const text = decodeUtf8(segment);
  // A model's name may have a space or a letter of any script, but no slash, percent sign or control character.
  return /^(?!\.)[^/\\%;?#\p{Cc}]+$/u.test(text) ? text : null;
}

/** '' for what is not percent-encoded UTF-8. */
function decodeUtf8(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch (error) {
    if (error instanceof URIError) return '';
    throw error;
  }
}

function withoutKeys(query: string): string {
  const parameters = new URLSearchParams(query);
  for (const name of [...parameters.keys()]) {
    if (KEY_PARAMETERS.includes(name.toLowerCase())) parameters.delete(name);
  }
  return parameters.size > 0 ? `?${parameters}` : '';
}

function refuse(code: 400 | 404 | 405, reason: string): ModelRoute {
  return { status: 'refused', code, reason };
}
