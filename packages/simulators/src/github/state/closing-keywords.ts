const KEYWORD = /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+(?:([\w.-]+\/[\w.-]+))?#(\d{1,9})\b/gi;
const INVISIBLE = /<!--[\s\S]*?(?:-->|$)|```[\s\S]*?(?:```|$)|`[^`\n]*`/g;

/** The numbers of the issues that "Closes #12" and its sisters close in `repository` (`owner/name`). */
export function closingNumbers(text: string, repository: string): number[] {
  const visible = text.replace(INVISIBLE, ' ');
  const found = [...visible.matchAll(KEYWORD)].filter(
    ([, other]) => other === undefined || other.toLowerCase() === repository.toLowerCase(),
  );
  return [...new Set(found.map(([, , number]) => Number(number)))];
}
