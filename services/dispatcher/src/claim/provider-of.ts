/** The provider in `provider/model`; null where no model is named. */
export function providerOf(model: string | null): string | null {
  const [provider, ...rest] = (model ?? '').split('/');
  return provider && rest.length > 0 ? provider : null;
}
