import type { Access, Credentials } from './access.ts';
import type { Call } from './create-call.ts';
import type { Us } from './our-marker.ts';
import type { TimeLimit } from './with-time-limit.ts';

/** What every method of a connection works with. */
export type Connection = {
  access: Access;
  auth: Credentials;
  call: Call;
  gitUrl: string;
  markerKey: string;
  /** Who we are; asked once. */
  us(): Promise<Us>;
  /** Of one request. */
  limit: TimeLimit;
};
