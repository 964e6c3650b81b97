import type { ControlClient } from '@opencode-commander/control';

type Asking = Pick<ControlClient, 'ask'>;

/** Pauses what a form names; everything when it names nothing. Tells whether it was not paused before. */
export async function pauseFromForm(client: Asking, form: URLSearchParams): Promise<boolean> {
  const reason = form.get('reason')?.trim();
  const preempt = form.get('preempt') === 'yes';
  return (await client.ask('pause', { ...scopeOf(form), ...(reason && { reason }), preempt })).began;
}

/** Tells whether it was paused. */
export async function resumeFromForm(client: Asking, form: URLSearchParams): Promise<boolean> {
  return (await client.ask('resume', scopeOf(form))).resumed;
}

function scopeOf(form: URLSearchParams): { repo?: string; provider?: string } {
  const [repo, provider] = [form.get('repo'), form.get('provider')];
  return { ...(repo && { repo }), ...(provider && { provider }) };
}
