export { connectInstance } from './connect-instance.ts';
export { InstanceError, type InstanceErrorKind } from './instance-error.ts';
export { type AttachProxy, openAttachProxy } from './open-attach-proxy.ts';
export { type Instances, type InstancesOptions, openInstances } from './open-instances.ts';
