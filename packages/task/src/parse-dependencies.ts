/** The issues that a text says it waits for ("Depends on #12", "Blocked by owner/repo#3"), each once, as `owner/repo#12`. */
export function parseDependencies(_body: string, _repo: string): string[] {
  return [];
}
