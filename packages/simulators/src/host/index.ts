export { freePort } from './free-port.ts';
export { OPENCODE, type ServedOpencode, type ServeOpencode, serveOpencode } from './serve-opencode.ts';
export { mountSmallDisk, type SmallDisk } from './small-disk.ts';
