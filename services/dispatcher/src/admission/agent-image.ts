import { AGENT_IMAGE_REPOSITORY, type Podman } from '@opencode-commander/sandbox';
import type { Logger } from '@opencode-commander/service';
import type { HostFindings } from './judge-admission.ts';

/** A build that has failed is likely to fail again at once. */
const BUILD_AGAIN_MS = 60_000;

export type AgentImageOptions = {
  podman: Podman;
  /** Its name, or why it could not be built so far. */
  first: string | Error;
  /** Builds commander's own image and answers with its name; null for an image that is not ours to build. */
  build: ((signal: AbortSignal) => Promise<string>) | null;
  /** Milliseconds after a build that has failed until the next one; a minute unless given. */
  againMs?: number;
  log: Logger;
};

/** The image that agents work in; one of commander's own is built again when it is gone. */
export class AgentImage {
  readonly #options: AgentImageOptions;
  readonly #end = new AbortController();
  #name = AGENT_IMAGE_REPOSITORY;
  #building: Promise<void> | null = null;
  #failedAt = Number.NEGATIVE_INFINITY;
  #failure: string | null = null;

  constructor(options: AgentImageOptions) {
    this.#options = options;
    if (options.first instanceof Error) this.#fail(options.first);
    else this.#name = options.first;
  }

  /** Without its tag where it has never been built. */
  get name(): string {
    return this.#name;
  }

  /** How it is now; a build that is needed goes on meanwhile. Throws PodmanError. */
  async look(): Promise<HostFindings['image']> {
    if (await this.#options.podman.imageExists(this.#name)) return { name: this.#name, state: 'there' };
    this.#startBuilding();
    if (this.#failure !== null) return { name: this.#name, state: 'not to be built', why: this.#failure };
    return { name: this.#name, state: this.#building === null ? 'missing' : 'being built' };
  }

  /** Gives up a build. */
  async stop(): Promise<void> {
    this.#end.abort();
    await this.#building;
  }

  #startBuilding(): void {
    const { build, againMs = BUILD_AGAIN_MS } = this.#options;
    const isSoon = performance.now() - this.#failedAt < againMs;
    if (build === null || this.#building !== null || isSoon || this.#end.signal.aborted) return;
    this.#building = this.#build(build).finally(() => {
      this.#building = null;
    });
  }

  async #build(build: (signal: AbortSignal) => Promise<string>): Promise<void> {
    try {
      this.#name = await build(this.#end.signal);
      this.#failure = null;
    } catch (error) {
      if (!this.#end.signal.aborted) this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#failedAt = performance.now();
    this.#failure = error instanceof Error ? error.message : String(error);
    this.#options.log.warn({ err: error }, 'the agent image cannot be built now, and is tried again later');
  }
}
