import type { ServerResponse } from 'node:http';

/** Ends a request with a line for whoever reads it in the sandbox. */
export function answerText(response: ServerResponse, status: number, line: string): void {
  if (response.headersSent) return void response.destroy();
  response.removeHeader('cache-control');
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(`commander: ${line}\n`);
}

/** Ends a request with an error in the shape of OpenAI's API, which every model client shows. */
export function answerError(
  response: ServerResponse,
  status: number,
  error: { code: string; message: string },
): void {
  if (response.headersSent) return void response.destroy();
  const { code, message } = error;
  const body = { error: { message: `commander: ${message}`, type: 'commander_error', param: null, code } };
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(`${JSON.stringify(body)}\n`);
}
