import { VERSION_HEADER } from '@opencode-commander/control';
import { VERSION } from '@opencode-commander/service';
import { EXIT_CODES, type ExitCode, type OperatorError } from '@opencode-commander/task';
import { z } from 'zod';
import { plain } from '../show/plain.ts';
import { GatewayAwayError, RefusedError, StrangeGatewayError } from './gateway-error.ts';
import { jsonOf } from './json-of.ts';

const EXITS: ReadonlySet<number> = new Set(Object.values(EXIT_CODES));

const refusalSchema = z.object({
  error: z.string().max(10_000),
  exit_code: z.number().refine((code): code is ExitCode => EXITS.has(code)),
});

/** What an answer that is no success says, as an error. */
export function refusal(url: string, response: Response, text: string): OperatorError {
  const { status, headers } = response;
  const told = refusalSchema.safeParse(jsonOf(text)).data;
  if (told === undefined) return stranger(url, response, text);
  if (status === 401)
    return new RefusedError(
      `The gateway ${url} refuses the token: look at COMMANDER_TOKEN; it is mcp.token there`,
      EXIT_CODES.configuration,
    );
  const message = plain(`${told.error}${otherVersion(response)}`);
  const isAway = status === 503 && headers.has('retry-after');
  return isAway
    ? new GatewayAwayError(message, { exitCode: told.exit_code })
    : new RefusedError(message, told.exit_code);
}

/** What comes from no gateway that this program knows, as an error. */
export function stranger(url: string, { status, headers }: Response, text: string): OperatorError {
  const location = headers.get('location');
  if (location !== null)
    return new StrangeGatewayError(
      plain(`${url} sends elsewhere, to ${location}: set COMMANDER_URL to where the gateway is`),
    );
  const type = headers.get('content-type')?.split(';')[0] ?? 'nothing';
  // What stands before a gateway answers so when it cannot reach it.
  if (status >= 502 && status <= 504)
    return new GatewayAwayError(
      plain(`${url} answers ${status} (${type}): the gateway behind it cannot be reached`),
    );
  const words = type === 'text/plain' ? `: ${text.trim().slice(0, 200)}` : '';
  return new StrangeGatewayError(
    plain(`${url} is no gateway of commander, or none by that name: it answers ${status} (${type})${words}`),
  );
}

/** That the gateway is of another version, where it is, to be put behind what went wrong. */
export function otherVersion({ headers }: Response): string {
  const version = headers.get(VERSION_HEADER);
  if (version === null || version === VERSION) return '';
  return ` (commander there is version ${version}, here ${VERSION})`;
}
