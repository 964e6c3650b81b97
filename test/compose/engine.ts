/** What runs the containers of the services: a Docker or a Podman of the test's own. */
export type Engine = {
  /** Its program, and the variables by which that and compose reach it. */
  program: string;
  environment: Record<string, string>;
  /** The services of a project of compose whose health check succeeds. */
  healthy(project: string): Promise<string[]>;
  /** Ends it and takes away all that it has. */
  stop(): Promise<void>;
};

/** `reason` says why this machine allows none. */
export type EngineStart = { status: 'started'; engine: Engine } | { status: 'refused'; reason: string };

/** The label by which compose, of any kind, knows the containers, volumes and networks of a project. */
export const PROJECT_LABEL = 'com.docker.compose.project';
/** And a container's service. */
export const SERVICE_LABEL = 'com.docker.compose.service';
