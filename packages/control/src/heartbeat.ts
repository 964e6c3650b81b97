/** How often an answer that takes long shows that it lives, by whatever way it was asked for, in ms. */
export const HEARTBEAT_MS = 15_000;
