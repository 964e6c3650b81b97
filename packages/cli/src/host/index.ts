export { type AgentImageSettings, agentImage } from './agent-image.ts';
export { type Diagnosis, type DoctorOptions, doctor } from './doctor.ts';
export { type CommandEnd, type Host, thisHost } from './host.ts';
export { HostError } from './host-error.ts';
export { ok, type Requirement, trouble, type Verdict } from './requirement.ts';
export { HOST_REQUIREMENTS } from './requirements.ts';
export { type SetUp, setUpHost } from './set-up-host.ts';
