import { expect, test } from 'vitest';
import { judgeModel } from '../../src/llm/judge-model.ts';
import { requestHeaders, responseHeaders } from '../../src/llm/provider-headers.ts';
import { routeModel } from '../../src/llm/route-model.ts';

const allowedModels = ['p/small', 'p/org/large'];
const judge = (body: Record<string, unknown> | null, path = '/chat/completions') =>
  judgeModel({ provider: 'p', path, body, allowedModels });

test.each([
  [{ model: 'small' }, undefined],
  [{ model: 'org/large' }, undefined],
  [{ model: 'small', models: ['org/large'] }, undefined],
  [{ contents: [] }, '/models/small:streamGenerateContent'],
  [{ messages: [] }, '/openai/deployments/small/chat/completions'],
])('lets %j through', (body, path) => {
  expect(judge(body, path)).toBeNull();
});

test.each([
  [{ model: 'big' }, undefined],
  [{ model: 'small', models: ['big'] }, undefined],
  [{ model: 'small', Model: 'big' }, undefined],
  [{ model: 'small ' }, undefined],
  [{ model: ['small', 'big'] }, undefined],
  [{ model: 7 }, undefined],
  [{}, undefined],
  [null, undefined],
  [{ contents: [] }, '/models/big:generateContent'],
  [{ model: 'small' }, '/models/big:generateContent'],
  [{ contents: [] }, '/models/bi%67:generateContent'],
  [{ contents: [] }, '/models/%ff:generateContent'],
  [{ model: 'small' }, '/models/%ff:generateContent'],
])('stops %j', (body, path) => {
  expect(judge(body, path)).toContain('allowed: p/small, p/org/large');
});

test('allows everything without a list', () => {
  expect(judgeModel({ provider: 'p', path: '/x', body: null, allowedModels: null })).toBeNull();
});

test.each([
  '/llm/p/../../admin',
  '/llm/p/v1/./models',
  '/llm/p/%2e%2e/admin',
  '/llm/p/%2E%2e/admin',
  '/llm/p/..%2fadmin',
  '/llm/p/a%2fb',
  '/llm/p/a%5cb',
  '/llm/p/a\\..\\b',
  '/llm/p//evil.example/x',
  '/llm/p/',
  '/llm/p',
  '/llm/p/..;/admin',
  '/llm/p/a%00b',
  '/llm/p/%252e%252e/admin',
  '/llm/p/a%0d%0aX-Evil:1',
  '/llm/p/a#b',
  '/llm/p/a b',
  '/llm/p/%',
  '/llm/p/models/%ff:generateContent',
  '/llm/p/openai/deployments/%c3%28/chat/completions',
  '/llm/p/@evil.example/..',
])('does not pass on %s', (url) => {
  expect(routeModel('POST', url, ['p'])).toMatchObject({ status: 'refused', code: 400 });
});

test.each(['/llm/q/x', '/llm/', '/llm/__proto__/x', '/llm/constructor/x', '/llm/P/x', '/llm/%70/x'])(
  'knows no provider in %s',
  (url) => {
    expect(routeModel('POST', url, ['p', 'r'])).toMatchObject({
      code: 404,
      reason: expect.stringContaining('p, r'),
    });
  },
);

test('takes POST where a model answers and GET for the list of models only', () => {
  const route = (method: string, path: string) => routeModel(method, `/llm/p${path}`, ['p']);
  expect(route('POST', '/v1/chat/completions?beta=true&key=attacker&API_KEY=x')).toEqual({
    status: 'found',
    provider: 'p',
    path: '/v1/chat/completions',
    query: '?beta=true',
  });
  expect(route('GET', '/v1/models')).toMatchObject({ status: 'found' });
  expect(route('GET', '/v1/files/file-1/content')).toMatchObject({ code: 405 });
  expect(route('DELETE', '/v1/models/x')).toMatchObject({ code: 405 });
  for (const path of [
    '/models/a%20b:generateContent',
    '/models/%C3%A4:streamGenerateContent',
    '/v1/messages',
  ])
    expect(route('POST', path)).toMatchObject({ status: 'found', path });
  for (const path of ['/v1/files', '/v1/batches', '/v1/fine_tuning/jobs', '/v1/vector_stores/v/search'])
    expect(route('POST', path)).toMatchObject({ code: 405 });
});

const keys = { placeholder: 'placeholder', apiKey: 'sk-real' };

test.each([
  ['authorization', 'Bearer placeholder', 'Bearer sk-real'],
  ['authorization', 'bearer  placeholder', 'Bearer sk-real'],
  ['x-api-key', 'placeholder', 'sk-real'],
  ['api-key', 'placeholder', 'sk-real'],
  ['x-goog-api-key', 'placeholder', 'sk-real'],
  ['authorization', 'Bearer attacker', undefined],
  ['x-api-key', 'attacker', undefined],
  ['x-api-key', 'placeholder, placeholder', undefined],
])('%s: %s becomes %s', (name, value, sent) => {
  expect(requestHeaders({ [name]: value }, keys)[name]).toBe(sent);
  expect(requestHeaders({ [name]: value }, { ...keys, apiKey: null })[name]).toBeUndefined();
});

test('puts the key nowhere else and leaves the connection’s headers behind', () => {
  const sent = requestHeaders(
    {
      host: 'broker',
      connection: 'close, X-Private',
      'x-private': '1',
      'x-other': 'Bearer placeholder',
      cookie: 'a=b',
      te: 'trailers',
      'proxy-authorization': 'Basic x',
      'x-forwarded-for': '10.0.0.1',
      'accept-encoding': 'gzip',
      'anthropic-version': '2023-06-01',
    },
    keys,
  );
  expect(sent).toEqual({
    'x-other': 'Bearer placeholder',
    'anthropic-version': '2023-06-01',
    'accept-encoding': 'identity',
  });
});

test('brings back no cookie, no redirect and no key', () => {
  const headers = {
    'content-type': 'application/json',
    'set-cookie': ['session=1'],
    location: 'https://elsewhere.example',
    'x-echo': 'you sent sk-real',
    'x-request-id': '7',
  };
  expect(Object.fromEntries(responseHeaders(headers, keys))).toEqual({
    'content-type': 'application/json',
    'x-request-id': '7',
  });
});
