import { codeOf } from './code-of.ts';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such directory',
  EISDIR: 'it is a directory, as is made where the file that is to be mounted is missing',
  EACCES: 'this user may not read it',
};

/** Why a file cannot be read, for people: the system's code with what it means. */
export function whyUnreadable(error: unknown): string {
  const code = codeOf(error);
  const reason = REASONS[code];
  return reason === undefined ? code : `${reason}, ${code}`;
}
