import type { RedisAddress } from './redis-address.ts';
import { codeOf, RedisAwayError, RedisError } from './redis-error.ts';

const CAUSES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there; start Redis, or leave redis.url out to use the embedded one',
  ENOENT: 'there is no such socket; start Redis, or leave redis.url out to use the embedded one',
  EACCES: 'this user may not open the socket; give it the right to, or name another one in redis.url',
  ENOTFOUND: 'the host name is unknown; mend it in redis.url',
  EAI_AGAIN: 'the host name cannot be looked up now; see that name resolution works',
  EHOSTUNREACH: 'there is no way to its host; see that it runs, and that the network is up',
  ENETUNREACH: 'there is no way to its host; see that the network is up',
  ECONNRESET: 'it closed the connection; see its log',
  ETIMEDOUT: 'it does not answer; see that it runs, and that nothing blocks the way to it',
  WRONGPASS: 'the user name or password is wrong; mend it in redis.url, or in redis.password',
  NOPASSWORD:
    'it has no password, though one is configured: whoever reaches it may use it; set requirepass there, or leave redis.password out',
  NOAUTH: 'it wants a password; write it into redis.url, or into redis.password',
  ParserError: 'what answers there is no Redis; mend its address in redis.url',
  CLUSTERDOWN: 'the cluster is down: see redis-cli cluster info',
  NOPERM: 'this user may not run the commands that are needed; redis-cli acl log says which',
};

/** With these it may only not be there yet: a host name too is unknown until its container runs. */
const AWAY = [
  'ECONNREFUSED',
  'ENOENT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ECONNRESET',
  'ETIMEDOUT',
  'CLUSTERDOWN',
];

/** What ioredis says itself when all hosts have been tried: no more than that. */
const NONE_OF_MANY = {
  sentinels:
    'no sentinel says where the master is; see that they run, and that their addresses, their password and the name of ' +
    'the master in redis.url are right',
  nodes: 'no node of the cluster answers; see that they run, and that their addresses in redis.url are right',
};

type NodeFailure = Error & { code?: string; lastNodeError?: Error };

/** Why Redis cannot be used, with what to do about it. */
export function connectionError({ shown }: RedisAddress, failure: NodeFailure): RedisError {
  const error = nodeErrorOf(failure);
  // ioredis hangs the command on its errors, and AUTH's arguments are the password: keep only the text.
  const cause = new Error(error.message);
  const code = codeOf(error);
  const reason = CAUSES[code] ?? CAUSES[error.name] ?? error.message;
  const Kind = AWAY.includes(code) ? RedisAwayError : RedisError;
  return new Kind(`Cannot use Redis at ${shown}: ${reason}`, { cause });
}

/** The same of a first connection, which was tried with every host that there is. */
export function firstConnectionError(address: RedisAddress, failure: NodeFailure): RedisError {
  const error = nodeErrorOf(failure);
  const { sentinels } = address.options;
  const reason = (sentinels && NONE_OF_MANY.sentinels) ?? (address.nodes && NONE_OF_MANY.nodes);
  const isKnown = error.code !== undefined || error.name === 'ReplyError' || codeOf(error) in CAUSES;
  if (reason === undefined || isKnown) return connectionError(address, failure);
  return new RedisAwayError(`Cannot use Redis at ${address.shown}: ${reason}`, {
    cause: new Error(error.message),
  });
}

/** A cluster of which no node answers tells of the last one. */
function nodeErrorOf(failure: NodeFailure): NodeFailure {
  return failure.lastNodeError ?? failure;
}
