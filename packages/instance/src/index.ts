export { connectInstance } from './connect-instance.ts';
export { InstanceError, type InstanceErrorKind } from './instance-error.ts';
export { type AttachProxy, openAttachProxy } from './open-attach-proxy.ts';
export {
  type HeldAddress,
  type InstancesOptions,
  type OpenInstances,
  openInstances,
} from './open-instances.ts';
