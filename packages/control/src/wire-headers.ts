/** In which header a program says for whom it asks, such as `maria (cli)`. */
export const BY_HEADER = 'x-commander-by';

/** In which header whoever has the token hears which version answers. */
export const VERSION_HEADER = 'x-commander-version';
