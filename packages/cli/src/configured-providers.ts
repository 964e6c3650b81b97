/** The model providers that keys of a configuration are of, each once: `llm.<provider>.<key>`, whose provider may have dots. */
export function configuredProviders(keys: readonly { key: string }[]): string[] {
  const names = keys.flatMap(({ key }) =>
    key.startsWith('llm.') ? [key.slice('llm.'.length, key.lastIndexOf('.'))] : [],
  );
  return [...new Set(names)];
}
