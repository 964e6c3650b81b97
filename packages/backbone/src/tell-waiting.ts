import {
  type ListenAddress,
  type Logger,
  type ReleaseStack,
  startWaitingServer,
} from '@opencode-commander/service';

export type TellWaiting = {
  /** Where the service will listen once it has what it waits for. */
  address: ListenAddress;
  /** Whether whoever asks there may hear the reason too: addresses of other servers may be in it. */
  openly: boolean;
  log: Logger;
  stack: ReleaseStack;
};

export type Waiting = {
  /** It waits, for this reason. Throws ListenError. */
  tell(reason: Error): Promise<void>;
  /** It has what it waited for, if it waited; where it listened is free again. */
  end(): Promise<void>;
};

/** What a service says while it waits for Redis: in its log, and where it is asked for its health. */
export function tellWaiting({ address, openly, log, stack }: TellWaiting): Waiting {
  let message: string | null = null;
  let stop: (() => Promise<void>) | null = null;
  const report = () => {
    const shown = openly && message !== null ? message : 'it is not there yet: the log says why';
    return { ok: false, checks: { redis: { ok: false, message: shown } } } as const;
  };
  return {
    async tell(reason) {
      message = reason.message;
      log.warn(`waiting for Redis: ${message}`);
      if (stop !== null) return;
      const server = await startWaitingServer(address, report);
      stop = () => server.stop();
      stack.defer('the answer that it waits', stop);
    },
    async end() {
      if (stop === null) return;
      await stop();
      log.info('Redis is there');
    },
  };
}
