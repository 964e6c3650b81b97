import { userInfo } from 'node:os';

/** The name of whose process this is; empty for a user whom the host has no name for, as in some containers. */
export function ownerOfProcess(): string {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
}
