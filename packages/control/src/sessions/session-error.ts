import { EXIT_CODES, OperatorError, type TaskId } from '@opencode-commander/task';

/** No instance has this name. */
export class InstanceNotFoundError extends OperatorError {
  readonly exitCode = EXIT_CODES.configuration;

  constructor(name: string) {
    super(`There is no instance ${name}: commander instances shows them all`);
  }
}

/** No instance that answers has the session. */
export class SessionNotFoundError extends OperatorError {
  readonly exitCode = EXIT_CODES.configuration;

  constructor(session: string, silent: readonly string[] = []) {
    const where = silent.length === 0 ? '' : `; ${silent.join(', ')} did not answer`;
    super(`No instance has the session ${session}: commander sessions shows what there is${where}`);
  }
}

/** An instance answered with a session that another one has, or that nobody meant. */
export class ForeignSessionError extends OperatorError {
  readonly exitCode = EXIT_CODES.agent;

  constructor(instance: string, session: string) {
    super(`${instance} answered with the session ${session}, which is not its own: see what runs there`);
  }
}

/** The task's agent has no session, at least not now. */
export class NoSessionError extends OperatorError {
  readonly exitCode = EXIT_CODES.configuration;

  constructor(id: TaskId) {
    super(`Task ${id} has no session: one begins when an agent takes it up, and goes with its container`);
  }
}

/** A new session would work where it may not. */
export class DirectoryOutsideError extends OperatorError {
  readonly exitCode = EXIT_CODES.configuration;

  constructor(directory: string, projectsPath: string | null) {
    super(
      projectsPath === null
        ? `${directory} is relative, and the instance has no projects_path: name an absolute directory, or set it`
        : `${directory} is outside ${projectsPath}, where the instance has its projects`,
    );
  }
}

/** Which request was meant cannot be told, or it waits no more. */
export class NoSuchRequestError extends OperatorError {
  readonly exitCode = EXIT_CODES.configuration;

  constructor(what: 'permission' | 'question', waiting: readonly string[]) {
    super(
      waiting.length === 0
        ? `No ${what} waits for an answer in this session`
        : `Name the ${what} that is meant: ${waiting.join(', ')} wait in this session`,
    );
  }
}

/** What the agent of a task asks is asked of people by its task. */
export class AskedByTaskError extends OperatorError {
  readonly exitCode = EXIT_CODES.configuration;

  constructor(id: TaskId) {
    super(`What the agent of ${id} asks, its task asks people: answer with commander answer ${id}`);
  }
}
