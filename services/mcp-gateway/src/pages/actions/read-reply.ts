import type { InputOf, QuestionView } from '@opencode-commander/control';
import { FormError } from '../../http/form-error.ts';

type Reply = Exclude<InputOf<'answer'>['reply'], string>;
type Question = QuestionView['questions'][number];

/** The answer that a form of the question's box gives. Throws FormError. */
export function readReply(
  { kind, questions }: Pick<QuestionView, 'kind' | 'questions'>,
  form: URLSearchParams,
): Reply {
  if (kind === 'question')
    return { kind: 'answers', answers: questions.map((question, i) => chosen(question, i, form)) };
  switch (form.get('decision')) {
    case 'approve':
      return { kind: 'approve' };
    case 'deny':
      return { kind: 'deny' };
    case 'continue':
      return { kind: 'continue', usd: kind === 'budget' ? dollarsOf(form) : null };
    default:
      throw new FormError('Press one of the buttons: nothing was answered');
  }
}

/** A pressed button counts before anything else; where one may be chosen, own words count before a choice. */
function chosen(
  { question, options, multiple, custom }: Question,
  i: number,
  form: URLSearchParams,
): string[] {
  const picked = labels(options, form.getAll('pick'));
  if (picked.length > 0) return picked;
  const choices = labels(options, form.getAll(`choice-${i}`));
  const isFree = custom || options.length === 0;
  const words = isFree ? (form.get(`words-${i}`)?.trim() ?? '') : '';
  const own = words === '' ? [] : [words];
  const all = multiple ? [...choices, ...own] : own.length > 0 ? own : choices.slice(0, 1);
  if (all.length > 0) return all;
  throw new FormError(`Answer every question: there is none to "${question}"`);
}

function labels(options: readonly string[], places: readonly string[]): string[] {
  return places.flatMap((place) => (/^\d{1,3}$/.test(place) ? (options[Number(place)] ?? []) : []));
}

/** Throws FormError. */
export function dollarsOf(form: URLSearchParams): number {
  const usd = Number(form.get('usd')?.trim() || 'none');
  if (Number.isFinite(usd) && usd > 0) return usd;
  throw new FormError('Write how many dollars to add, such as 5');
}
