import { findMarker, type Marker } from '@opencode-commander/task';

/** What tells our texts from those of others: who we are on GitHub, and the key of our signatures. */
export type Us = { login: string; markerKey: string };

/** The marker of a text that we wrote; null for everybody else's, even when it quotes one of ours. */
export function ourMarker(text: { author: string | null; body: string }, us: Us): Marker | null {
  if (text.author?.toLowerCase() !== us.login.toLowerCase()) return null;
  return findMarker(text.body, us.markerKey);
}
