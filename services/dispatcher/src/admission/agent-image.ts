import type { Podman } from '@opencode-commander/sandbox';
import type { Logger } from '@opencode-commander/service';
import type { HostFindings } from './judge-admission.ts';

/** A build that has failed is likely to fail again at once. */
const BUILD_AGAIN_MS = 60_000;

export type AgentImageOptions = {
  podman: Podman;
  name: string;
  /** Builds commander's own image and answers with its name; null for an image that is not ours to build. */
  build: ((signal: AbortSignal) => Promise<string>) | null;
  log: Logger;
};

/** The image that agents work in; one of commander's own is built again when it is gone. */
export class AgentImage {
  readonly #options: AgentImageOptions;
  readonly #end = new AbortController();
  #name: string;
  #building: Promise<void> | null = null;
  #failedAt = Number.NEGATIVE_INFINITY;

  constructor(options: AgentImageOptions) {
    this.#options = options;
    this.#name = options.name;
  }

  get name(): string {
    return this.#name;
  }

  /** How it is now; a build that is needed goes on meanwhile. Throws PodmanError. */
  async look(): Promise<HostFindings['image']> {
    if (await this.#options.podman.imageExists(this.#name)) return { name: this.#name, state: 'there' };
    this.#startBuilding();
    return { name: this.#name, state: this.#building === null ? 'missing' : 'being built' };
  }

  /** Gives up a build. */
  async stop(): Promise<void> {
    this.#end.abort();
    await this.#building;
  }

  #startBuilding(): void {
    const { build } = this.#options;
    const isSoon = performance.now() - this.#failedAt < BUILD_AGAIN_MS;
    if (build === null || this.#building !== null || isSoon || this.#end.signal.aborted) return;
    this.#building = this.#build(build).finally(() => {
      this.#building = null;
    });
  }

  async #build(build: (signal: AbortSignal) => Promise<string>): Promise<void> {
    try {
      this.#name = await build(this.#end.signal);
    } catch (err) {
      this.#failedAt = performance.now();
      if (!this.#end.signal.aborted)
        this.#options.log.warn({ err }, 'the agent image could not be built again');
    }
  }
}
