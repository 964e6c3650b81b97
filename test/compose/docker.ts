/** The distribution's, which fits its dockerd; there may be another one on the PATH. */
export const DOCKER = '/usr/bin/docker';
