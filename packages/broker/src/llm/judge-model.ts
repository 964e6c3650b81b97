import { z } from 'zod';

export type ModelQuestion = {
  provider: string;
  /** The request's path below the provider's base URL. */
  path: string;
  /** The request's body, parsed; null when it is no JSON object. */
  body: Readonly<Record<string, unknown>> | null;
  /** `provider/model` names; null allows everything. */
  allowedModels: readonly string[] | null;
};

const names = z.union([z.string(), z.array(z.string())]);

/** The models that a request names: in its body, or in its path as Google's and Azure's do. */
export function modelsOf({ path, body }: Pick<ModelQuestion, 'path' | 'body'>): string[] {
  const inPath = /\/(?:models\/([^/:]+):|deployments\/([^/]+)\/)/.exec(path);
  // Providers differ in whether the letters' case matters, so every spelling counts.
  const inBody = Object.entries(body ?? {})
    .filter(([key]) => ['model', 'models'].includes(key.toLowerCase()))
    .flatMap(([, value]) => names.catch([]).parse(value));
  const found = inPath?.[1] ?? inPath?.[2];
  return [...(found === undefined ? [] : [decoded(found)]), ...inBody];
}

/** What is no UTF-8 stays as it is: the name of no model. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch (error) {
    if (error instanceof URIError) return segment;
    throw error;
  }
}

/** Why a request may not go to the provider, as a sentence for the agent; null when it may. */
export function judgeModel(question: ModelQuestion): string | null {
  const { provider, allowedModels } = question;
  if (allowedModels === null) return null;
  const allowed = `allowed: ${allowedModels.join(', ') || 'none'}`;
  const models = modelsOf(question).map((model) => `${provider}/${model.replace(/^models\//, '')}`);
  if (models.length === 0) return `the request names no model; ${allowed}`;
  const other = models.find((model) => !allowedModels.includes(model));
  return other === undefined ? null : `the model ${other} is not allowed here; ${allowed}`;
}
