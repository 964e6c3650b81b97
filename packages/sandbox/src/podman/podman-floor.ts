/** The oldest Podman that sandboxes run on, the program's version as well as its service's. */
export const PODMAN_FLOOR = '4.3';
