/** `provider/model`, of which the model's name may have slashes too, as opencode wants it. */
export function splitModel(name: string): { providerID: string; modelID: string } {
  const [providerID = '', modelID = ''] = name.split(/\/(.*)/s);
  return { providerID, modelID };
}
