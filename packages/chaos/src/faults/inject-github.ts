import { fail, type Step, secondaryRateLimit, stall } from '@opencode-commander/simulators';
import type { World } from '../world.ts';
import type { FaultOf, FaultSite } from './fault-site.ts';

type WireFault = FaultOf<
  | 'github_error'
  | 'github_lost_reply'
  | 'github_lost_request'
  | 'github_limit'
  | 'github_unauthorized'
  | 'webhook_drop'
  | 'webhook_duplicate'
  | 'model_stall'
  | 'model_error'
>;

/** What goes wrong with requests to GitHub and to the model, and with GitHub's webhooks. */
export async function injectGitHubFault({ world }: FaultSite, fault: WireFault): Promise<boolean> {
  const { github, hook } = world;
  switch (fault.kind) {
    case 'github_error':
      github.fault({ ...request(fault.route), status: 502, times: fault.times });
      return true;
    case 'github_lost_reply':
      github.fault({ ...request(fault.route), dropReplyAfterApplying: true });
      return true;
    case 'github_lost_request':
      github.fault({ ...request(fault.route), dropBeforeApplying: true });
      return true;
    case 'github_limit':
      github.fault({ ...request(fault.route), ...secondaryRateLimit(fault.seconds) });
      return true;
    case 'github_unauthorized':
      github.fault({
        ...request(fault.route),
        status: 401,
        body: { message: 'Bad credentials' },
        times: fault.times,
      });
      return true;
    case 'webhook_drop':
      hook.fault({ drop: true, times: fault.times });
      return true;
    case 'webhook_duplicate':
      hook.fault({ duplicate: true, times: fault.times });
      return true;
    case 'model_stall':
      answerNext(world, stall(), fault.times);
      return true;
    case 'model_error':
      answerNext(world, fail(503), fault.times);
      return true;
  }
}

function request(route: string): { method: string; route: string } {
  const [method = '', path = ''] = route.split(' ');
  return { method, route: path };
}

/** The next requests of agents are answered by this, whatever their scripts say. */
function answerNext({ model }: World, step: Step, times: number): void {
  let left = times;
  model.addScript({
    name: 'fault',
    match: () => left > 0,
    from: () => true,
    steps: () => {
      left -= 1;
      return step;
    },
  });
}
